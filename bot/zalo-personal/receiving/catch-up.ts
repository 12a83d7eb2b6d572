import type { Timing } from '../timing.ts';
import type { Line } from '../web-client/port.ts';

/** A message that stays damaged is asked for with all others of two weeks, so in the end not more often than this. */
const LONGEST_MS = 15 * 60_000;

/** Asks one connection for the messages of before. */
export interface CatchUp {
  /** One of the two answers has been dealt with. */
  answered(group: boolean): void;
  /** Something was lost on the way here: ask again soon, but not for ever in a hurry. */
  askAgain(): void;
  stop(): void;
}

/** Begins at once. New messages are held back until both answers are there, or patience ends. */
export function createCatchUp({ line, hold, release, timing }: {
  line: Line;
  hold: () => void;
  release: () => void;
  timing: Pick<Timing, 'catchUpMs' | 'askAgainMs'>;
}): CatchUp {
  const missing = new Set(['people', 'groups']);
  let holding = true;
  let wait = timing.askAgainMs;
  let again: NodeJS.Timeout | undefined;

  function end(): void {
    if (!holding) return;
    holding = false;
    clearTimeout(patience);
    release();
  }

  hold();
  const patience = setTimeout(end, timing.catchUpMs);
  line.askOld();

  return {
    answered(group) {
      missing.delete(group ? 'groups' : 'people');
      if (missing.size === 0) end();
    },
    askAgain() {
      if (again) return;
      again = setTimeout(() => {
        again = undefined;
        line.askOld();
      }, wait);
      wait = Math.min(wait * 2, LONGEST_MS);
    },
    stop() {
      clearTimeout(again);
      end();
    },
  };
}
