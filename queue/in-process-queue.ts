import type { Log } from '../log.ts';
import { QueueUnavailableError } from './job-queue.ts';
import type { EnqueueOptions, JobDefinition, JobQueue, Processor } from './job-queue.ts';
import { createJobRunner } from './job-runner.ts';
import type { JobToRun, Outcome } from './job-runner.ts';
import { DEFAULT_CONCURRENCY, DEFAULT_GRACE_MS, DEFAULT_MAX_ATTEMPTS, exponentialBackoff } from './retry.ts';
import { createTimers } from './timers.ts';

/** What the queue needs; all but the log has a default. */
export interface InProcessQueueOptions {
  log: Log;
  /** Jobs at once. */
  concurrency?: number;
  /** Milliseconds to wait after the given failed attempt (1 is the first). */
  backoff?: (attempt: number) => number;
  maxAttempts?: number;
}

/** Jobs begun in one turn of the event loop before sockets and timers get theirs. */
const STARTS_PER_TURN = 16;

interface Entry extends JobToRun {
  /** Its key among the jobs that wait, when it was given an id. */
  dedupeKey: string | undefined;
  lane: Lane | undefined;
}

/** Exists only while something of it waits or runs, so that ten thousand quiet chats cost nothing. */
interface Lane {
  readonly key: string;
  /** The head is the one that runs, or that its lane waits for. */
  readonly entries: Entry[];
}

/**
 * The queue of one process. What waits in it dies with the process, which the contract allows: the sweep at the next
 * start enqueues it again. Enqueueing costs microseconds, and on an idle lane the job begins in the same tick.
 */
export function createInProcessQueue(options: InProcessQueueOptions): JobQueue {
  const { log, concurrency = DEFAULT_CONCURRENCY } = options;
  const runner = createJobRunner({
    log,
    backoff: options.backoff ?? exponentialBackoff,
    maxAttempts: options.maxAttempts ?? DEFAULT_MAX_ATTEMPTS,
  });
  const timers = createTimers();
  const lanes = new Map<string, Lane>();
  const waitingById = new Map<string, Entry>();
  const running = new Map<Entry, AbortController>();
  const idleWaiters = new Set<() => void>();
  let ready: Entry[] = [];
  let readyFrom = 0;
  let state: 'new' | 'started' | 'stopped' = 'new';
  let lastUid = 0;
  let inLanes = 0;
  let failed = 0;
  let pumpPlanned = false;
  let startsThisTurn = 0;
  let endOfTurn: NodeJS.Immediate | undefined;

  async function enqueue<P>(job: JobDefinition<P>, payload: P, how: EnqueueOptions = {}): Promise<void> {
    if (state === 'stopped') throw new QueueUnavailableError('The queue has been stopped.');
    const dedupeKey = how.id === undefined ? undefined : `${job.name}:${how.id}`;
    if (dedupeKey !== undefined && waitingById.has(dedupeKey)) return;
    const entry: Entry = {
      uid: String(++lastUid),
      name: job.name,
      version: job.version,
      payload,
      attempt: 0,
      dedupeKey,
      lane: undefined,
    };
    if (dedupeKey !== undefined) waitingById.set(dedupeKey, entry);
    const laneKey = how.lane ?? (dedupeKey === undefined ? undefined : `id:${dedupeKey}`);
    if (!how.delayMs) return admit(entry, laneKey);
    timers.after(how.delayMs, 'delayed', () => admit(entry, laneKey));
  }

  function admit(entry: Entry, laneKey: string | undefined): void {
    if (laneKey === undefined) return makeReady(entry);
    let lane = lanes.get(laneKey);
    if (!lane) {
      lane = { key: laneKey, entries: [] };
      lanes.set(laneKey, lane);
    }
    entry.lane = lane;
    if (lane.entries.push(entry) === 1) return makeReady(entry);
    inLanes += 1;
  }

  function makeReady(entry: Entry): void {
    ready.push(entry);
    planPump();
  }

  /** In a microtask and not at once, so that a processor never runs inside the caller's own statement. */
  function planPump(): void {
    if (pumpPlanned || !mayStart()) return;
    pumpPlanned = true;
    queueMicrotask(pump);
  }

  function pump(): void {
    pumpPlanned = false;
    while (mayStart()) {
      const entry = nextReady();
      if (!entry) return;
      startsThisTurn += 1;
      endOfTurn ??= setImmediate(beginTurn);
      void run(entry);
    }
  }

  function mayStart(): boolean {
    return state === 'started' && running.size < concurrency && startsThisTurn < STARTS_PER_TURN;
  }

  function beginTurn(): void {
    endOfTurn = undefined;
    startsThisTurn = 0;
    pump();
  }

  /** A moving start instead of Array.shift(), which copies the whole array each time when thousands wait. */
  function nextReady(): Entry | undefined {
    const entry = ready[readyFrom];
    if (!entry) return undefined;
    readyFrom += 1;
    if (readyFrom > 1_024 || readyFrom === ready.length) {
      ready = ready.slice(readyFrom);
      readyFrom = 0;
    }
    return entry;
  }

  async function run(entry: Entry): Promise<void> {
    const { dedupeKey } = entry;
    if (dedupeKey !== undefined && waitingById.get(dedupeKey) === entry) waitingById.delete(dedupeKey);
    entry.attempt += 1;
    const abort = new AbortController();
    running.set(entry, abort);
    const outcome = await runner.run(entry, abort.signal);
    running.delete(entry);
    if (state !== 'stopped') settle(entry, outcome);
    noticeIdle();
  }

  function settle(entry: Entry, outcome: Outcome): void {
    if (outcome.kind === 'retry' || outcome.kind === 'again') {
      if (outcome.kind === 'again') entry.attempt -= 1;
      waitsAgain(entry);
      timers.after(outcome.afterMs, outcome.kind === 'again' ? 'delayed' : 'waiting', () => makeReady(entry));
      return planPump();
    }
    if (outcome.kind === 'given-up') failed += 1;
    leaveLane(entry);
    planPump();
  }

  /** A newer one under the same id may wait behind it; then that one stays the one that turns others away. */
  function waitsAgain(entry: Entry): void {
    const { dedupeKey } = entry;
    if (dedupeKey !== undefined && !waitingById.has(dedupeKey)) waitingById.set(dedupeKey, entry);
  }

  function leaveLane({ lane }: Entry): void {
    if (!lane) return;
    lane.entries.shift();
    const next = lane.entries[0];
    if (!next) {
      lanes.delete(lane.key);
      return;
    }
    inLanes -= 1;
    makeReady(next);
  }

  function waiting(): number {
    return ready.length - readyFrom + inLanes + timers.count('waiting');
  }

  function noticeIdle(): void {
    if (idleWaiters.size === 0) return;
    for (const check of idleWaiters) check();
  }

  async function idle(withinMs = 0): Promise<void> {
    const limit = performance.now() + withinMs;
    await new Promise<void>((resolve) => {
      function check(): void {
        const busy = state !== 'stopped' && (waiting() > 0 || timers.dueBy(limit, 'delayed'));
        if (busy || running.size > 0) return;
        idleWaiters.delete(check);
        resolve();
      }
      idleWaiters.add(check);
      check();
    });
  }

  async function stop(graceMs = DEFAULT_GRACE_MS): Promise<void> {
    state = 'stopped';
    timers.clear();
    clearImmediate(endOfTurn);
    noticeIdle();
    if (running.size === 0) return;
    let patience: NodeJS.Timeout | undefined;
    const over = new Promise<void>((resolve) => {
      patience = setTimeout(resolve, graceMs);
    });
    await Promise.race([idle(), over]);
    clearTimeout(patience);
    if (running.size > 0) log.warn({ jobs: running.size }, 'queue stopped before all jobs in hand were done');
    for (const abort of running.values()) abort.abort();
  }

  return {
    enqueue,
    process<P>(job: JobDefinition<P>, processor: Processor<P>): void {
      if (state !== 'new') throw new Error(`Register the job ${job.name} before the queue is started.`);
      runner.register(job, processor);
    },
    async start(): Promise<void> {
      if (state !== 'new') throw new Error('A queue can be started once.');
      state = 'started';
      planPump();
    },
    stop,
    idle,
    async counts() {
      return { waiting: waiting(), active: running.size, delayed: timers.count('delayed'), failed };
    },
    async health() {
      return state === 'stopped' ? { up: false, detail: 'stopped' } : { up: true };
    },
  };
}
