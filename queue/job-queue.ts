import type { z } from 'zod';

/** A job: its name, version, and payload (ids only; the database is the truth). One file per job under queue/jobs/. */
export interface JobDefinition<P> {
  readonly name: string;
  /** Raised when the payload's meaning changes. What waits under a version that nobody knows any more is given up. */
  readonly version: number;
  readonly payload: z.ZodType<P>;
}

export interface EnqueueOptions {
  /**
   * Dedupe among jobs of the same name. A job that waits under this id (delayed or between two tries included) makes
   * the call a no-op, and keeps its own payload, delay and lane. One that is *running* does not: what it has not seen
   * yet must not be lost, so one more run follows it, never beside it.
   */
  id?: string;
  /**
   * One at a time, in the order of enqueueing, among jobs of the same lane, whatever their names. While a job is being
   * retried or has asked for `againMs` its lane waits; a job that was given up lets the next one run. A delayed job
   * joins its lane when its delay is over. Without a lane jobs run side by side.
   */
  lane?: string;
  /** Milliseconds before it may run. */
  delayMs?: number;
}

export interface JobContext {
  /** 1 at the first try. A try that a crash cut short counts. */
  attempt: number;
  /** Aborted when the queue stops and its patience is over. */
  signal: AbortSignal;
}

/** The code of a job. It may run twice for one wake-up (at least once), so it re-reads what it works on. */
export type Processor<P> = (payload: P, context: JobContext) => Promise<void | { againMs: number }>;

export interface JobCounts {
  /** Ready to run, or between two tries after an error. */
  waiting: number;
  active: number;
  /** Enqueued with `delayMs`, or asked for `againMs`. */
  delayed: number;
  /** Given up, since the program (in process) or the Redis data (BullMQ) began. */
  failed: number;
}

/**
 * Work for later, at least once. Deliberately not in it: a result to wait for, priorities, a list of jobs, and any
 * type of the library behind it.
 */
export interface JobQueue {
  /**
   * Resolves once the job is taken.
   * @throws QueueUnavailableError within two seconds when the queue cannot be reached or has been stopped. The caller
   * logs it and goes on: the sweep makes up for it.
   */
  enqueue<P>(job: JobDefinition<P>, payload: P, options?: EnqueueOptions): Promise<void>;
  /**
   * Registers the code of a job; before start(). `againMs` in the result asks to be run once more after so many
   * milliseconds (not an error, not counted as an attempt).
   */
  process<P>(job: JobDefinition<P>, processor: Processor<P>): void;
  /** Begins to run jobs. What was enqueued before waits for it. */
  start(): Promise<void>;
  /** Takes no more jobs, waits up to graceMs (5 s) for those in hand, then aborts their signal. */
  stop(graceMs?: number): Promise<void>;
  /**
   * Waits until nothing waits or runs (tests, commands, benchmarks). Delayed jobs are waited for only when they are due
   * within so many milliseconds (0 by default).
   */
  idle(withinMs?: number): Promise<void>;
  counts(): Promise<JobCounts>;
  /** Whether jobs can be enqueued now; answers within two seconds. */
  health(): Promise<{ up: boolean; detail?: string }>;
}

/** Thrown by a processor when trying again is hopeless. */
export class PermanentJobError extends Error {
  override name = 'PermanentJobError';
}

/** The queue cannot take a job now. Nothing is lost for good: the sweep finds in the database what was not enqueued. */
export class QueueUnavailableError extends Error {
  override name = 'QueueUnavailableError';
}
