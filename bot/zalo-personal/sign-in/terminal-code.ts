/** The sign-in code in the terminal, for the first start on a machine that somebody sits at. */
import { setTimeout as sleep } from 'node:timers/promises';
import jsqr from 'jsqr';
import { PNG } from 'pngjs';
import { renderUnicodeCompact } from 'uqr';
import type { SignIn, SignInState } from '../../channel.ts';
import { TERMINAL } from '../sentences.vi.ts';

/** Codes asked for in a row: an unattended terminal must not go on asking Zalo. */
const CODES = 3;
const LOOK_MS = 500;

/**
 * Shows a code, and a new one when it was not scanned in time, a few times; then says where to find one later. Resolves
 * when signed in or given up. `page`: the console's page for this network; `signal` ends it.
 */
export async function showCodeInTerminal({ signIn, write, page, signal, lookMs = LOOK_MS }: {
  signIn: SignIn;
  write: (text: string) => void;
  page: string;
  signal?: AbortSignal;
  lookMs?: number;
}): Promise<void> {
  function isOver(): boolean {
    return signal?.aborted ?? false;
  }

  /** Resolves when the code has run its course: `needed` when it came to nothing. */
  async function followed(): Promise<SignInState> {
    let greeted = false;
    for (;;) {
      const state = signIn.state();
      if (isOver() || state.step === 'needed' || state.step === 'signed-in') return state;
      if (state.step === 'scanned' && !greeted) {
        write(`\n${TERMINAL.scanned(state.by)}\n`);
        greeted = true;
      }
      await sleep(lookMs, undefined, { signal }).catch(() => undefined);
    }
  }

  for (let codes = 0; codes < CODES; codes += 1) {
    await signIn.begin();
    const shown = signIn.state();
    // No code to be had just now: another one soon would not be either.
    if (isOver() || shown.step === 'needed') break;
    if (shown.step === 'code') write(drawn(shown.png, page));
    const { step } = await followed();
    if (step === 'signed-in') return write(`\n${TERMINAL.signedIn}\n`);
  }
  if (!isOver()) write(`\n${TERMINAL.later(page)}\n`);
}

/** The picture's code, drawn anew with characters. */
function drawn(png: Buffer, page: string): string {
  const code = codeIn(png);
  if (code === null) return `\n${TERMINAL.notDrawn(page)}\n`;
  return `\n${TERMINAL.scan}\n\n${renderUnicodeCompact(code, { border: 2 })}\n`;
}

function codeIn(png: Buffer): string | null {
  try {
    const { data, width, height } = PNG.sync.read(png);
    return jsqr(new Uint8ClampedArray(data), width, height)?.data || null;
  } catch {
    return null;
  }
}
