import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createNetworks } from '../../handlers/networks.ts';
import { createPauses } from '../../handlers/pauses.ts';
import { silentLog } from '../../log.ts';
import { createFakeNetwork, createFakeSignInNetwork } from '../fakes/running-network.ts';
import { openTestDatabase, type TestDatabase } from '../models/stores/database.ts';

const MORNING = new Date('2026-11-21T03:00:00Z');
const LATER = new Date('2026-11-21T04:00:00Z');

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterEach(() => database.empty());
afterAll(() => database.close());

/** Telegram, a Zalo account and the web chat; what is woken is noted. */
function stage() {
  const { stores } = database;
  const time = { now: MORNING };
  const clock = () => time.now;
  const telegram = createFakeNetwork('telegram', 'tg:1:');
  const zalo = createFakeSignInNetwork('zalo-personal', 'zp:77:', { codeUntil: LATER });
  const web = createFakeNetwork('web', 'web:', { pausable: false });
  const woken: string[] = [];
  const networks = createNetworks({
    stores, channels: [telegram, zalo, web], pauses: createPauses({ stores, clock }), log: silentLog,
    sendLater: async (chat) => void woken.push(chat),
  });
  return {
    networks, telegram, zalo, web, woken, time, outbox: stores.outbox,
    writes: (chat: string, id: string, at = MORNING) => stores.outbox.put([{ id, chat, message: { text: 'bí mật' } }], at),
    invite: (name: string) => stores.staff.create({ name, roles: ['admin'], plans: [], createdAt: MORNING }),
  };
}

describe('the networks, as staff see them', () => {
  it('each tell what waits and what failed of their own account, and of no other', async () => {
    const { networks, outbox, writes } = stage();
    await writes('tg:1:7', 'a');
    await writes('tg:1:8', 'b', LATER);
    await writes('tg:12:7', 'another bot');
    await writes('zp:77:5', 'c');
    await writes('zp:77:5', 'd');
    await outbox.settle('c', 'dead', LATER, 'đã chặn');
    await outbox.settle('d', 'unknown', LATER, 'không trả lời');

    const list = await networks.list();

    expect(list.map(({ name, waiting, waitingSince, failed }) => ({ name, waiting, waitingSince, failed }))).toEqual([
      { name: 'telegram', waiting: 2, waitingSince: MORNING, failed: 0 },
      { name: 'zalo-personal', waiting: 0, waitingSince: undefined, failed: 2 },
      { name: 'web', waiting: 0, waitingSince: undefined, failed: 0 },
    ]);
  });

  it('tell of failures the time and the reason, and neither the words nor to whom', async () => {
    const { networks, outbox, writes } = stage();
    await writes('tg:1:nguoi-dan', 'a');
    await writes('tg:1:nguoi-dan', 'b', LATER);
    await outbox.settle('a', 'dead', LATER, 'đã chặn');
    await outbox.settle('b', 'unknown', LATER, 'không trả lời');

    const one = (await networks.one('telegram'))!;

    expect(one.failures).toEqual([
      { writtenAt: LATER, reason: 'không trả lời', uncertain: true },
      { writtenAt: MORNING, reason: 'đã chặn', uncertain: false },
    ]);
    expect(JSON.stringify(one)).not.toMatch(/bí mật|nguoi-dan/);
  });

  it('follow the account: nobody signed in has nothing waiting, another account has its own', async () => {
    const { networks, zalo, writes } = stage();
    await writes('zp:88:5', 'a');
    zalo.chatPrefix = 'zp::';
    zalo.account = '';

    const before = await networks.one('zalo-personal');
    zalo.chatPrefix = 'zp:88:';
    zalo.account = '88';
    const after = await networks.one('zalo-personal');

    expect([before, after].map((one) => [one?.account, one?.waiting, one?.failures.length])).toEqual([['', 0, 0], ['88', 1, 0]]);
  });

  it('that do not run here are unknown', async () => {
    const { networks } = stage();

    expect(await networks.one('zalo-bot')).toBeNull();
    expect(await networks.pause('zalo-bot', { id: 's' })).toBe(false);
    expect(await networks.beginSignIn('zalo-bot')).toBe(false);
    expect(networks.signIn('zalo-bot')).toBeNull();
  });
});

describe('pausing a network', () => {
  it('is shown with the name of who did it and when; letting it go on wakes its waiting chats and no others', async () => {
    const { networks, invite, writes, woken, time } = stage();
    const lan = await invite('Trần Thị Lan');
    const minh = await invite('Lê Văn Minh');
    await writes('tg:1:7', 'a');
    await writes('tg:1:8', 'b');
    await writes('zp:77:5', 'c');

    await networks.pause('telegram', lan);
    const paused = await networks.one('telegram');
    const wokenByPause = [...woken];
    time.now = LATER;
    await networks.resume('telegram', minh);
    const resumed = await networks.one('telegram');

    expect(paused?.pause).toEqual({ paused: true, by: 'Trần Thị Lan', at: MORNING });
    expect(resumed?.pause).toEqual({ paused: false, by: 'Lê Văn Minh', at: LATER });
    expect(wokenByPause).toEqual([]);
    expect(woken.sort()).toEqual(['tg:1:7', 'tg:1:8']);
  });

  it('can be ended twice: the second only wakes what still waits', async () => {
    const { networks, invite, writes, woken } = stage();
    const lan = await invite('Trần Thị Lan');
    await writes('tg:1:7', 'a');
    await networks.pause('telegram', lan);

    const answers = [await networks.resume('telegram', lan), await networks.resume('telegram', lan)];

    expect(answers).toEqual([true, true]);
    expect(woken).toEqual(['tg:1:7', 'tg:1:7']);
    expect((await networks.one('telegram'))?.pause?.paused).toBe(false);
  });

  it('outlives the account: whoever signs in next finds it paused', async () => {
    const { networks, invite, zalo } = stage();
    await networks.pause('zalo-personal', await invite('Trần Thị Lan'));

    zalo.account = '88';
    zalo.chatPrefix = 'zp:88:';

    expect((await networks.one('zalo-personal'))?.pause?.paused).toBe(true);
  });

  it('is refused where pages read for themselves what the bot says', async () => {
    const { networks, invite } = stage();

    expect(await networks.pause('web', await invite('Trần Thị Lan'))).toBe(false);
    expect((await networks.one('web'))?.pause).toBeUndefined();
  });
});

describe('what staff are alerted to', () => {
  it('is a network that is down, that needs a person or that is paused, and nothing else', async () => {
    const { networks, telegram, zalo, web, invite } = stage();
    const quiet = await networks.alerts();
    telegram.now = { state: 'down', detail: 'Không tới được máy chủ.' };
    zalo.now = { state: 'stopped', needsPerson: true, detail: 'Bị ngắt.' };
    web.now = { state: 'starting' };
    const loud = await networks.alerts();
    telegram.now = { state: 'up' };
    zalo.now = { state: 'up' };
    await networks.pause('telegram', await invite('Trần Thị Lan'));

    expect(quiet).toEqual([]);
    expect(loud).toEqual([
      { name: 'telegram', kind: 'down', detail: 'Không tới được máy chủ.' },
      { name: 'zalo-personal', kind: 'needs-person', detail: 'Bị ngắt.' },
    ]);
    expect(await networks.alerts()).toEqual([{ name: 'telegram', kind: 'paused' }]);
  });
});

describe('what a monitor is told', () => {
  it('is each network with its pause and what waits; without a database only how it is', async () => {
    const { networks, telegram, writes, invite } = stage();
    telegram.now = { state: 'up', connectedSince: MORNING };
    await writes('tg:1:7', 'a');
    await networks.pause('telegram', await invite('Trần Thị Lan'));

    const { networks: [whole] } = await networks.report({ counts: true });
    const { networks: [bare] } = await networks.report({ counts: false });

    const health = { name: 'telegram', account: '1', state: 'up', connectedSince: MORNING };
    expect(whole).toEqual({ ...health, paused: true, waiting: 1 });
    expect(bare).toEqual(health);
  });

  it.each([
    ['works', { state: 'up' }, '77', true],
    ['connects', { state: 'starting' }, '77', false],
    ['is down', { state: 'down' }, '77', false],
    ['was signed out', { state: 'down', needsPerson: true }, '77', false],
    ['waits for its first sign-in', { state: 'down', needsPerson: true }, '', true],
    ['is down before its first sign-in', { state: 'down' }, '', false],
  ] as const)('a network that %s: well or not', async (_, now, account, well) => {
    const { networks, zalo } = stage();
    zalo.now = now;
    zalo.account = account;

    expect((await networks.report({ counts: true })).well).toBe(well);
  });

  it('a network whose account is gone although people have written to it is not well', async () => {
    const { networks, zalo } = stage();
    await database.stores.chats.ensure('zp:77:5', 'zalo-personal', MORNING);
    zalo.now = { state: 'down', needsPerson: true };
    zalo.account = '';

    expect((await networks.report({ counts: true })).well).toBe(false);
  });

  it('a paused network takes messages and is well', async () => {
    const { networks, invite } = stage();
    await networks.pause('telegram', await invite('Trần Thị Lan'));

    expect((await networks.report({ counts: true })).well).toBe(true);
  });
});
