import type { Clock } from '../../../clock.ts';
import type { Timing } from '../timing.ts';

/** The account's rest after Zalo said that it sends too much. Going on would get it locked. */
export interface Throttle {
  /** Zalo complained: rest, longer each time. Returns the milliseconds. */
  rest(): number;
  /** Milliseconds of rest that are left; 0 when there is none. */
  left(): number;
  /** A message went out. */
  reset(): void;
}

export function createThrottle({ clock, timing }: {
  clock: Clock;
  timing: Pick<Timing, 'throttleMs' | 'throttleMaxMs'>;
}): Throttle {
  let next = timing.throttleMs;
  let until = 0;

  return {
    rest() {
      const ms = next;
      until = clock().getTime() + ms;
      next = Math.min(next * 2, timing.throttleMaxMs);
      return ms;
    },
    left: () => Math.max(0, until - clock().getTime()),
    reset() {
      next = timing.throttleMs;
      until = 0;
    },
  };
}
