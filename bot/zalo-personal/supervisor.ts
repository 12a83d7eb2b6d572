/**
 * Keeps the account connected. The library gives up for good after a few tries and its connection's cookies grow old,
 * so every connection begins with a sign-in of its own; how soon depends on why the last one ended.
 */
import type { Log } from '../../log.ts';
import { HEALTH } from './sentences.vi.ts';
import type { Account } from './sign-in/account.ts';
import type { Status } from './status.ts';
import type { Timing } from './timing.ts';
import { describe, troubleOf, type Trouble } from './web-client/call-error.ts';
import type { ListenEvents, Line, ZaloPort, ZaloSession } from './web-client/port.ts';

/** Zalo's codes for "this account is opened elsewhere": 3000 another connection, 3003 put out of the session. */
const KICKED = new Set([3000, 3003]);

/** Why a connection ended; `steady`: it had held for a while. */
type Ended =
  | { why: 'closed'; code: number; steady: boolean }
  | { why: 'silent' | 'no-connection' | 'signed-out' | 'replaced' | 'stopped' };

/** What happens on one connection, besides its coming and going. */
export interface Conversation extends Pick<ListenEvents, 'damaged' | 'item' | 'oldItems' | 'friendRequest'> {
  end(): void;
}

export interface Supervisor {
  /** Runs until `stop`. */
  start(): void;
  stop(): Promise<void>;
  /** The session that is connected just now. */
  session(): ZaloSession | undefined;
  /** The same, waiting for it for `ms`. */
  connected(ms: number): Promise<ZaloSession | undefined>;
  /** Zalo has refused what was kept. */
  refused(): boolean;
  /** A person has signed in: this session is used from now on. */
  adopt(session: ZaloSession): void;
  /** A call has shown that Zalo does not know this session any more. */
  signedOut(session: ZaloSession): void;
}

export function createSupervisor({ zalo, account, converse, recovered, status, timing, random, log }: {
  zalo: Pick<ZaloPort, 'login'>;
  account: Account;
  /** A connection is there. */
  converse: (session: ZaloSession, line: Line) => Conversation;
  /** What was kept works (again), without a person. */
  recovered: () => void;
  status: Status;
  timing: Timing;
  random: () => number;
  log: Log;
}): Supervisor {
  const controller = new AbortController();
  const { signal } = controller;
  const waiters = new Set<(session?: ZaloSession) => void>();
  let running: Promise<void> | undefined;
  let session: ZaloSession | undefined;
  let adopted: ZaloSession | undefined;
  /** Cuts the rest of this moment short. */
  let rouse: (() => void) | undefined;
  let refused = false;
  let lostMs = timing.backOffMs;
  let kickedMs = timing.kickedMs;
  let refusedMs = timing.refusedMs;
  let end: ((ended: Ended, of?: ZaloSession) => void) | undefined;

  async function run(): Promise<void> {
    while (!signal.aborted) {
      if (!account.credentials()) {
        status.needsPerson(account.unreadable() ? HEALTH.unreadable : HEALTH.needed);
        await rest();
        continue;
      }
      const current = await signedIn();
      if (!current) continue;
      await account.keep(current);
      // Meanwhile we may have been told to stop, or somebody has signed in.
      if (signal.aborted || adopted) continue;
      await after(await listenTo(current));
    }
  }

  async function signedIn(): Promise<ZaloSession | undefined> {
    const given = adopted;
    adopted = undefined;
    if (given) return given;
    try {
      const current = await zalo.login(account.credentials()!, signal);
      if (refused) recovered();
      refused = false;
      refusedMs = timing.refusedMs;
      return current;
    } catch (error) {
      // Whoever has signed in meanwhile knows better.
      if (!signal.aborted && !adopted) await afterLogin(troubleOf(error));
      return undefined;
    }
  }

  async function afterLogin(trouble: Trouble): Promise<void> {
    if (trouble.kind === 'signed-out') {
      if (!refused) log.error({ channel: 'zalo-personal' }, 'Zalo refuses the saved sign-in; a person must sign in');
      refused = true;
      status.needsPerson(HEALTH.expired);
      const waitMs = refusedMs;
      refusedMs = Math.min(refusedMs * 2, timing.refusedMaxMs);
      await rest(waitMs);
      return;
    }
    const strange = trouble.kind === 'server' || trouble.kind === 'refused';
    status.down(strange ? HEALTH.notZalo : HEALTH.unreachable);
    await backOff(describe(trouble));
  }

  async function after(ended: Ended): Promise<void> {
    if (ended.why === 'stopped' || ended.why === 'replaced') return;
    if (ended.why === 'closed' && KICKED.has(ended.code)) {
      const waitMs = kickedMs;
      kickedMs = Math.min(kickedMs * 2, timing.kickedMaxMs);
      status.needsPerson(HEALTH.kicked);
      const fields = { channel: 'zalo-personal', code: ended.code, waitMs };
      log.error(fields, 'the account is open elsewhere; a person must close it there');
      await rest(waitMs);
      return;
    }
    // Zalo cuts good connections now and then: no trouble yet, if the next one comes at once.
    const brief = ended.why === 'closed' && ended.steady;
    if (!brief) status.down(ended.why === 'silent' ? HEALTH.silent : HEALTH.lost);
    await backOff(ended.why === 'closed' ? `closed ${ended.code}` : ended.why);
  }

  async function backOff(why: string): Promise<void> {
    const waitMs = Math.round(lostMs * (1 + random() / 2));
    lostMs = Math.min(lostMs * 2, timing.backOffMaxMs);
    log.warn({ channel: 'zalo-personal', why, waitMs }, 'no connection to Zalo, trying again');
    await rest(waitMs);
  }

  /** Until somebody has signed in or the program ends, at most `ms`. */
  function rest(ms?: number): Promise<void> {
    if (adopted || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(() => rouse?.(), ms);
      rouse = () => {
        clearTimeout(timer);
        rouse = undefined;
        resolve();
      };
    });
  }

  function listenTo(current: ZaloSession): Promise<Ended> {
    return new Promise((resolve) => {
      let line: Line | undefined;
      let conversation: Conversation | undefined;
      let silentPings = 0;
      let steady = false;
      const patience = setTimeout(() => end?.({ why: 'no-connection' }), timing.connectMs);
      const timers = [patience];

      end = (ended, of) => {
        if (of && of !== current) return;
        end = undefined;
        session = undefined;
        timers.forEach((timer) => clearTimeout(timer));
        conversation?.end();
        line?.stop();
        resolve(ended);
      };

      const events: ListenEvents = {
        connected() {
          clearTimeout(patience);
          timers.push(
            setTimeout(() => {
              steady = true;
              lostMs = timing.backOffMs;
            }, timing.steadyMs),
            setTimeout(() => {
              kickedMs = timing.kickedMs;
            }, timing.kickedSteadyMs),
            setInterval(() => void account.keep(current), timing.saveCookiesMs),
            setInterval(() => {
              silentPings += 1;
              if (silentPings > timing.silentPings) end?.({ why: 'silent' });
              else line?.ping();
            }, timing.pingMs),
          );
          session = current;
          status.up();
          log.info({ channel: 'zalo-personal', account: current.uid }, 'connected to Zalo');
          conversation = converse(current, line!);
          for (const tell of waiters) tell(current);
        },
        closed: (code) => end?.({ why: 'closed', code, steady }),
        frame() {
          silentPings = 0;
        },
        damaged: () => conversation?.damaged(),
        item: (raw) => conversation?.item(raw),
        oldItems: (raw, group) => conversation?.oldItems(raw, group),
        friendRequest: (uid) => conversation?.friendRequest(uid),
      };
      try {
        line = current.listen(events);
      } catch {
        // What Zalo said at the sign-in cannot be listened with.
        end({ why: 'no-connection' });
      }
    });
  }

  return {
    start() {
      running = run();
    },
    async stop() {
      controller.abort();
      end?.({ why: 'stopped' });
      for (const tell of waiters) tell();
      rouse?.();
      await running;
    },
    session: () => session,
    connected(ms) {
      if (session || signal.aborted) return Promise.resolve(session);
      return new Promise((resolve) => {
        function done(found?: ZaloSession): void {
          clearTimeout(timer);
          waiters.delete(done);
          resolve(found);
        }
        const timer = setTimeout(done, ms);
        waiters.add(done);
      });
    },
    refused: () => refused,
    adopt(given) {
      adopted = given;
      refused = false;
      lostMs = timing.backOffMs;
      kickedMs = timing.kickedMs;
      end?.({ why: 'replaced' });
      rouse?.();
    },
    signedOut: (given) => end?.({ why: 'signed-out' }, given),
  };
}
