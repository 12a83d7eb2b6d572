import type { Log } from '../log.ts';
import { sweep } from './jobs/sweep.ts';
import type { JobQueue } from './job-queue.ts';

/** The sweep's timetable, running. */
export interface Schedule {
  stop(): void;
}

/** How often the database is searched for what a crash or a queue that was down left behind. */
const SWEEP_EVERY_MS = 60_000;

/**
 * Enqueues the sweep now and every minute. Every process may do so: a sweep that still waits turns the next away, and
 * one more than needed does no harm.
 */
export function startSchedule(options: { queue: JobQueue; log: Log; everyMs?: number }): Schedule {
  const { queue, log, everyMs = SWEEP_EVERY_MS } = options;

  async function enqueueSweep(): Promise<void> {
    try {
      await queue.enqueue(sweep, {}, { id: 'sweep' });
    } catch (error) {
      log.warn({ err: error }, 'sweep not enqueued, the next one makes up for it');
    }
  }

  void enqueueSweep();
  const timer = setInterval(enqueueSweep, everyMs);
  return { stop: () => clearInterval(timer) };
}
