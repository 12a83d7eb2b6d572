import type { Log } from '../log.ts';
import { PermanentJobError } from './job-queue.ts';
import type { JobDefinition, Processor } from './job-queue.ts';

/** What both queues know of a job that is to run. `uid` is the queue's own name for this one, for the log. */
export interface JobToRun {
  uid: string;
  name: string;
  version: number;
  payload: unknown;
  attempt: number;
}

/** How a try ended, and so what the queue does next. */
export type Outcome = { kind: 'done' | 'given-up' } | { kind: 'again' | 'retry'; afterMs: number };

/** Runs handlers for jobs and says what becomes of a failure. */
export interface JobRunner {
  /** @throws Error when the job already has its code. */
  register<P>(job: JobDefinition<P>, processor: Processor<P>): void;
  /** Tries the job once and tells what came of it. Never throws: every failure is logged here, without the payload. */
  run(job: JobToRun, signal: AbortSignal): Promise<Outcome>;
}

const DONE: Outcome = { kind: 'done' };
const GIVEN_UP: Outcome = { kind: 'given-up' };

/** The part that all queues share: finds a job's code, checks the payload, and judges errors. */
export function createJobRunner(options: {
  log: Log;
  backoff: (attempt: number) => number;
  maxAttempts: number;
}): JobRunner {
  const { log, backoff, maxAttempts } = options;
  const registered = new Map<string, { job: JobDefinition<unknown>; processor: Processor<unknown> }>();

  function register<P>(job: JobDefinition<P>, processor: Processor<P>): void {
    const key = keyOf(job);
    if (registered.has(key)) throw new Error(`The job ${key} is registered twice.`);
    registered.set(key, { job, processor: processor as Processor<unknown> });
  }

  async function run(job: JobToRun, signal: AbortSignal): Promise<Outcome> {
    if (job.attempt > maxAttempts) return giveUpUntried(job);
    try {
      const result = await attempt(job, signal);
      return result ? { kind: 'again', afterMs: Math.max(0, result.againMs) } : DONE;
    } catch (error) {
      return judge(job, error);
    }
  }

  /** Its last try never came to an end: perhaps the job itself takes the process down. */
  function giveUpUntried(job: JobToRun): Outcome {
    log.error({ job: job.name, version: job.version, uid: job.uid }, 'job given up: its last attempts were cut short');
    return GIVEN_UP;
  }

  function attempt(job: JobToRun, signal: AbortSignal): ReturnType<Processor<unknown>> {
    const found = registered.get(keyOf(job));
    if (!found) throw new PermanentJobError(`Nothing here runs ${keyOf(job)}.`);
    const parsed = found.job.payload.safeParse(job.payload);
    if (!parsed.success) {
      const fields = parsed.error.issues.map((issue) => issue.path.join('.') || '(whole)');
      throw new PermanentJobError(`The payload is not valid in: ${fields.join(', ')}.`);
    }
    return found.processor(parsed.data, { attempt: job.attempt, signal });
  }

  function judge(job: JobToRun, error: unknown): Outcome {
    const fields = { job: job.name, version: job.version, uid: job.uid, attempt: job.attempt, err: error };
    if (error instanceof PermanentJobError) {
      log.error(fields, 'job given up: trying again is hopeless');
      return GIVEN_UP;
    }
    if (job.attempt >= maxAttempts) {
      log.error(fields, 'job given up after its last attempt');
      return GIVEN_UP;
    }
    const afterMs = Math.max(0, backoff(job.attempt));
    log.warn({ ...fields, afterMs }, 'job failed, to be tried again');
    return { kind: 'retry', afterMs };
  }

  return { register, run };
}

function keyOf(job: { name: string; version: number }): string {
  return `${job.name}@${job.version}`;
}
