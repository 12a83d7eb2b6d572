import type { Clock } from '../../clock.ts';
import { createStatus as createCommonStatus, type Status as CommonStatus } from '../status.ts';

/** What the parts tell about themselves; `health()` shows it. */
export interface Status extends Omit<CommonStatus, 'up'> {
  up(): void;
  /** Nothing goes on until a person does something. */
  needsPerson(detail: string): void;
  /** A message could not be saved, or can be again. */
  saving(works: boolean): void;
  /** Something that staff should know while the network works. */
  note(detail: string | undefined): void;
}

/** Begins as stopped. `account` is asked for each time, for another one may be signed in later. */
export function createStatus({ account, clock, notSaved }: {
  account: () => string;
  clock: Clock;
  /** What `health` says while messages cannot be saved. */
  notSaved: string;
}): Status {
  const common = createCommonStatus({ name: 'zalo-personal', account: '', clock });
  let note: string | undefined;
  let person = false;
  let saves = true;

  function change(report: () => void, forPerson = false): void {
    person = forPerson;
    report();
  }

  return {
    starting: () => change(common.starting),
    up: () => change(() => common.up(note)),
    down: (why) => change(() => common.down(why)),
    needsPerson: (why) => change(() => common.down(why), true),
    stopped: () => change(common.stopped),
    took: common.took,
    saving(works) {
      saves = works;
    },
    note(words) {
      note = words;
    },
    health() {
      const health = common.health();
      const unsaved = health.state === 'up' && !saves;
      return {
        ...health,
        account: account(),
        ...(unsaved && { state: 'down' as const, detail: notSaved }),
        ...(person && { needsPerson: true as const }),
      };
    },
  };
}
