import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ZaloCallError } from '../../../bot/zalo-personal/web-client/call-error.ts';
import type { ListenEvents, ZaloSession } from '../../../bot/zalo-personal/web-client/port.ts';
import { createSupervisor, type Supervisor } from '../../../bot/zalo-personal/supervisor.ts';
import { createStatus, type Status } from '../../../bot/zalo-personal/status.ts';
import { TIMING } from '../../../bot/zalo-personal/timing.ts';
import { silentLog } from '../../../log.ts';

const MINUTE = 60_000;

/** Hours of a connection in no time: the running program's own waiting times on a clock that is turned by hand. */
describe('the supervisor of a personal Zalo account', () => {
  let supervisor: Supervisor;
  let status: Status;
  let events: ListenEvents;
  let logins: number[];
  let answersPings: boolean;
  let begun: number;
  let cannotListen: boolean;
  /** What happens while Zalo thinks about a sign-in. */
  let duringLogin: () => void;

  const session = {
    uid: '1',
    listen(given: ListenEvents) {
      if (cannotListen) throw new Error('no address');
      events = given;
      queueMicrotask(() => given.connected());
      return {
        askOld() {},
        ping: () => void (answersPings && events.frame()),
        stop() {},
      };
    },
  } as unknown as ZaloSession;

  beforeEach(async () => {
    vi.useFakeTimers();
    begun = Date.now();
    logins = [];
    answersPings = true;
    cannotListen = false;
    duringLogin = () => undefined;
    status = createStatus({ account: () => '1', clock: () => new Date(), notSaved: '' });
    supervisor = createSupervisor({
      zalo: {
        async login() {
          logins.push((Date.now() - begun) / 1000);
          duringLogin();
          return session;
        },
      },
      account: { credentials: () => ({}), keep: async () => undefined } as never,
      converse: () => ({ damaged() {}, item() {}, oldItems() {}, friendRequest() {}, end() {} }),
      recovered() {},
      status, timing: TIMING, random: () => 0, log: silentLog,
    });
    supervisor.start();
    await vi.advanceTimersByTimeAsync(0);
  });

  afterEach(async () => {
    await supervisor.stop();
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  it('is back within seconds, every time, when Zalo cuts the line every minute', async () => {
    for (let minute = 1; minute <= 10; minute += 1) {
      await vi.advanceTimersByTimeAsync(MINUTE);
      events.closed(1006);
      await vi.advanceTimersByTimeAsync(TIMING.backOffMs);

      expect(supervisor.session()).toBe(session);
      expect(status.health().state).toBe('up');
    }
    expect(logins).toHaveLength(11);
  });

  it('waits longer and longer when the line is cut at once', async () => {
    for (let second = 0; second < 240; second += 1) {
      if (supervisor.session()) events.closed(1006);
      await vi.advanceTimersByTimeAsync(1_000);
    }

    expect(logins).toEqual([0, 2, 6, 14, 30, 62, 122, 182]);
  });

  it('tries a handful of times in an hour and a half after it was put out', async () => {
    for (let minute = 0; minute < 90; minute += 1) {
      if (supervisor.session()) events.closed(3000);
      await vi.advanceTimersByTimeAsync(MINUTE);
    }

    expect(logins.map((at) => at / 60)).toEqual([0, 3, 9, 21, 45]);
    expect(status.health().needsPerson).toBe(true);
  });

  it('keeps a line on which nothing but pings is answered', async () => {
    await vi.advanceTimersByTimeAsync(12 * 60 * MINUTE);

    expect(logins).toHaveLength(1);
  });

  it('changes a line that is silent for minutes', async () => {
    answersPings = false;

    await vi.advanceTimersByTimeAsync((TIMING.silentPings + 1) * TIMING.pingMs + TIMING.backOffMs);

    expect(logins).toHaveLength(2);
  });

  it('tries again when listening cannot even begin', async () => {
    cannotListen = true;
    events.closed(1006);
    await vi.advanceTimersByTimeAsync(TIMING.backOffMs);
    expect(status.health().state).toBe('down');

    cannotListen = false;
    await vi.advanceTimersByTimeAsync(MINUTE);

    expect(status.health().state).toBe('up');
  });

  it('uses a session that a person signed in at once, also while it waits after a kick', async () => {
    events.closed(3003);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(supervisor.session()).toBeUndefined();

    supervisor.adopt(session);
    await vi.advanceTimersByTimeAsync(0);

    expect(supervisor.session()).toBe(session);
    expect(logins).toHaveLength(1);
  });

  it('believes the person, not the refusal of what was kept that comes in behind', async () => {
    duringLogin = () => {
      supervisor.adopt(session);
      throw new ZaloCallError({ kind: 'signed-out' });
    };
    events.closed(1006);

    await vi.advanceTimersByTimeAsync(TIMING.backOffMs);

    expect(supervisor.session()).toBe(session);
    expect(supervisor.refused()).toBe(false);
  });

  it('does not hurry after a kick because somebody signed in before it', async () => {
    duringLogin = () => supervisor.adopt(session);
    events.closed(1006);
    await vi.advanceTimersByTimeAsync(TIMING.backOffMs);
    duringLogin = () => undefined;

    events.closed(3000);
    await vi.advanceTimersByTimeAsync(TIMING.kickedMs - 1);

    expect(logins).toHaveLength(2);
  });
});
