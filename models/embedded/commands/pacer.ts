import { setImmediate as nextTurn } from 'node:timers/promises';
import { DbError } from '../errors.ts';
import type { Steps } from '../storage/storage.ts';

/** Work gives the event loop back after this long, so that no other query waits for it. */
const SLICE_MS = 5;

/** Keeps one command's work in short slices, and within the time that the client gives it. */
export class Pacer {
  private sliceEnd = performance.now() + SLICE_MS;
  private readonly deadline: number;

  private readonly ending: AbortSignal | undefined;

  /** `maxTimeMs`: the command ends with MaxTimeMSExpired after this long. `ending`: the database is being closed. */
  constructor(maxTimeMs?: number, ending?: AbortSignal) {
    this.deadline = maxTimeMs ? performance.now() + maxTimeMs : Infinity;
    this.ending = ending;
  }

  /** Whether it is time to rest. */
  get due(): boolean {
    return performance.now() >= this.sliceEnd;
  }

  private get late(): boolean {
    return performance.now() > this.deadline;
  }

  /** The steps of a change, which end between two of them when the time is up; what they have changed stays. */
  * timed<T>(steps: Steps<T>): Steps<T> {
    for (;;) {
      const { done, value } = this.late ? steps.throw(expired()) : steps.next();
      if (done) return value;
      yield;
    }
  }

  /** Lets others have their turn. */
  async rest(): Promise<void> {
    if (this.late) throw expired();
    await nextTurn();
    if (this.ending?.aborted) throw new DbError('InterruptedAtShutdown', 'the database is being closed');
    this.sliceEnd = performance.now() + SLICE_MS;
  }

  /** Runs steps to their end, with rests, handing each item over. Resolves with what they return. */
  async run<T, R>(steps: Generator<T | undefined, R>, take: (item: T) => void = () => {}): Promise<R> {
    for (;;) {
      const { value, done } = steps.next();
      if (done) return value as R;
      if (value !== undefined) take(value as T);
      if (this.due) await this.rest();
    }
  }
}

function expired(): DbError {
  return new DbError('MaxTimeMSExpired', 'operation exceeded time limit');
}
