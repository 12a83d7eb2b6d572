import type { Clock } from '../../../clock.ts';
import type { Log } from '../../../log.ts';
import type { SignIn, SignInState } from '../../channel.ts';
import { SIGN_IN } from '../sentences.vi.ts';
import type { Timing } from '../timing.ts';
import { describe, troubleOf } from '../web-client/call-error.ts';
import type { ZaloPort, ZaloSession } from '../web-client/port.ts';

export interface CodeSignIn extends SignIn {
  /** Gives up the code that is shown, if any, and waits for the end of it. */
  cancel(): Promise<void>;
}

/**
 * One code at a time, each asked for by a person: an expired one is never replaced by itself, for perhaps nobody looks.
 */
export function createSignIn({ zalo, isSignedIn, why, accept, clock, timing, log }: {
  zalo: ZaloPort;
  isSignedIn: () => boolean;
  /** Why a person is needed, when nothing has happened here. */
  why: () => string | undefined;
  /** Takes the session over, once its credentials are kept. */
  accept: (session: ZaloSession) => Promise<void>;
  clock: Clock;
  timing: Pick<Timing, 'codeMs'>;
  log: Log;
}): CodeSignIn {
  let state: SignInState = { step: 'needed' };
  let attempt: { shown: Promise<void>; ended: Promise<void>; controller: AbortController } | undefined;

  function start(): NonNullable<typeof attempt> {
    const controller = new AbortController();
    let detail: string | undefined;
    let show!: () => void;
    const shown = new Promise<void>((resolve) => {
      show = resolve;
    });
    const expiresAt = new Date(clock().getTime() + timing.codeMs);
    const timer = setTimeout(() => {
      detail = SIGN_IN.expired;
      controller.abort();
    }, timing.codeMs);

    async function run(): Promise<void> {
      try {
        const session = await zalo.signIn({
          code(png) {
            state = { step: 'code', png, expiresAt };
            show();
          },
          scanned(by) {
            state = { step: 'scanned', by };
          },
          over(reason) {
            detail = SIGN_IN[reason];
          },
        }, controller.signal);
        clearTimeout(timer);
        await accept(session);
        state = { step: 'needed' };
      } catch (error) {
        const trouble = troubleOf(error);
        log.warn({ channel: 'zalo-personal', trouble: describe(trouble) }, 'a sign-in by code did not come about');
        // Zalo forgets a code without saying so; the library then only misses something in the answer.
        detail ??= state.step === 'code' ? SIGN_IN.expired
          : trouble.kind === 'unreachable' ? SIGN_IN.unreachable : SIGN_IN.failed;
        state = { step: 'needed', detail };
      } finally {
        clearTimeout(timer);
        attempt = undefined;
        show();
      }
    }
    return { shown, ended: run(), controller };
  }

  return {
    state() {
      if (isSignedIn()) return { step: 'signed-in' };
      if (state.step !== 'needed') return state;
      const detail = state.detail ?? why();
      return { step: 'needed', ...(detail && { detail }) };
    },
    async begin() {
      if (isSignedIn()) return;
      attempt ??= start();
      await attempt.shown;
    },
    async cancel() {
      attempt?.controller.abort();
      await attempt?.ended;
    },
  };
}
