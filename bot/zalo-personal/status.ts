import type { ChannelHealth } from '../channel.ts';
import type { Clock } from '../../clock.ts';

/** What the parts tell about themselves; `health()` shows it. */
export interface Status {
  starting(): void;
  up(): void;
  down(detail: string): void;
  /** Nothing goes on until a person does something. */
  needsPerson(detail: string): void;
  stopped(): void;
  /** A message was taken in. */
  took(): void;
  /** A message could not be saved, or can be again. */
  saving(works: boolean): void;
  /** Something that staff should know though the network works. */
  note(detail: string | undefined): void;
  health(): ChannelHealth;
}

/** Begins as stopped. `account` is asked for each time, for another one may be signed in later. */
export function createStatus({ account, clock, notSaved }: {
  account: () => string;
  clock: Clock;
  /** What `health` says while messages cannot be saved. */
  notSaved: string;
}): Status {
  let state: ChannelHealth['state'] = 'stopped';
  let detail: string | undefined;
  let note: string | undefined;
  let person = false;
  let saves = true;
  let connectedSince: Date | undefined;
  let lastMessageAt: Date | undefined;

  function change(to: ChannelHealth['state'], why?: string, forPerson = false): void {
    connectedSince = to !== 'up' ? undefined : (connectedSince ?? clock());
    state = to;
    detail = why;
    person = forPerson;
  }

  return {
    starting: () => change('starting'),
    up: () => change('up'),
    down: (why) => change('down', why),
    needsPerson: (why) => change('down', why, true),
    stopped: () => change('stopped'),
    took() {
      lastMessageAt = clock();
    },
    saving(works) {
      saves = works;
    },
    note(words) {
      note = words;
    },
    health() {
      const unsaved = state === 'up' && !saves;
      const words = unsaved ? notSaved : (detail ?? (state === 'up' ? note : undefined));
      return {
        name: 'zalo-personal',
        account: account(),
        state: unsaved ? 'down' : state,
        ...(words && { detail: words }),
        ...(connectedSince && { connectedSince }),
        ...(lastMessageAt && { lastMessageAt }),
        ...(person && { needsPerson: true as const }),
      };
    },
  };
}
