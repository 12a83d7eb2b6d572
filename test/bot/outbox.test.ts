import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Channel, SendResult } from '../../bot/channel.ts';
import { createDeliverChat } from '../../bot/outbox.ts';
import { createPace } from '../../bot/pace.ts';
import { createPauses } from '../../handlers/pauses.ts';
import type { Log } from '../../log.ts';
import { createScriptedChannel, type ScriptedChannel } from '../fakes/scripted-channel.ts';
import { openTestDatabase, type TestDatabase } from '../models/stores/database.ts';

const CHAT = 'tg:1:7';
const LATER: SendResult = { status: 'retry', afterMs: 1_000, reason: 'mạng không tới được' };

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterEach(() => database.empty());
afterAll(() => database.close());

/** A chat with messages waiting, and a clock that only moves when the test says so. */
async function stage(texts: readonly string[], { maxText = 4096, channel = createScriptedChannel({ maxText }) } = {}) {
  const { outbox } = database.stores;
  const logged: string[] = [];
  const note = (fields: Record<string, unknown>, message: string) => void logged.push(JSON.stringify({ message, ...fields }));
  const log: Log = { info: note, warn: note, error: note };
  let moment = Date.parse('2026-11-21T03:00:00Z');
  const clock = () => new Date(moment);
  const slept: number[] = [];
  const pace = createPace({ clock, sleep: async (ms) => { slept.push(ms); moment += ms; } });
  const pauses = createPauses({ stores: database.stores, clock });
  const { isPaused } = pauses;
  const deliver = createDeliverChat({ stores: database.stores, channelOf: () => channel, isPaused, pace, clock, log });
  for (const [index, text] of texts.entries()) await outbox.put([{ id: `m/${index}`, chat: CHAT, message: { text } }], clock());
  return {
    channel, logged, outbox, slept,
    pause: () => pauses.set('telegram', true, 'staff'),
    resume: () => pauses.set('telegram', false, 'staff'),
    deliver: (context?: { signal: AbortSignal }) => deliver(CHAT, context),
    sent: () => channel.sent.map(({ message }) => message.text),
    passes(ms: number): void { moment += ms; },
    async states() {
      const entries = await database.raw('outbox');
      return entries.sort((a, b) => Number(a['order']) - Number(b['order'])).map(({ state }) => state);
    },
  };
}

describe('messages that wait in a chat', () => {
  it('leave in the order in which they were saved, each once', async () => {
    const { deliver, sent, states } = await stage(['một', 'hai', 'ba']);

    await deliver();
    await deliver();

    expect(sent()).toEqual(['một', 'hai', 'ba']);
    expect(await states()).toEqual(['sent', 'sent', 'sent']);
  });

  it('all leave, however many there are', async () => {
    const texts = Array.from({ length: 45 }, (_, n) => `số ${n}`);
    const { deliver, sent } = await stage(texts);

    await deliver();

    expect(sent()).toEqual(texts);
  });

  it('keep their order while the first has to wait, and wait as long as the network says', async () => {
    const { channel, deliver, sent, passes } = await stage(['một', 'hai']);
    channel.failNext(LATER);

    expect(await deliver()).toEqual({ againMs: 1_000 });
    passes(400);
    expect(await deliver()).toEqual({ againMs: 600 });
    expect(sent()).toEqual([]);
    passes(600);
    await deliver();

    expect(sent()).toEqual(['một', 'hai']);
  });

  it('are given the whole of a long pause that the network names', async () => {
    const { channel, deliver } = await stage(['một']);
    channel.failNext({ status: 'retry', afterMs: 3_600_000, reason: 'chậm lại' });

    expect(await deliver()).toEqual({ againMs: 3_600_000 });
  });

  it('arrive in order and once after an hour without a network, soon after it is back', async () => {
    const { channel, deliver, sent, passes, outbox } = await stage(['một', 'hai']);
    let waitedMs = 0;
    let tries = 0;
    let longestMs = 0;
    while (waitedMs < 3_600_000) {
      channel.failNext({ ...LATER, afterMs: 0 });
      const { againMs } = (await deliver()) as { againMs: number };
      tries += 1;
      waitedMs += againMs;
      longestMs = Math.max(longestMs, againMs);
      passes(againMs);
      if (tries === 3) await outbox.put([{ id: 'm/2', chat: CHAT, message: { text: 'ba' } }], new Date('2026-11-21T03:00:01Z'));
    }

    await deliver();

    expect(sent()).toEqual(['một', 'hai', 'ba']);
    expect(longestMs).toBe(60_000);
    expect(tries).toBeLessThan(80);
  });

  it.each<[string, SendResult, string]>([
    ['refused', { status: 'refused', reason: 'quá dài' }, 'dead'],
    ['without an answer', { status: 'unknown', reason: 'không rõ' }, 'unknown'],
  ])('that are %s are not sent again, and hold up nobody', async (_, result, state) => {
    const { channel, deliver, sent, states } = await stage(['một', 'hai']);
    channel.failNext(result);

    await deliver();
    await deliver();

    expect(await states()).toEqual([state, 'sent']);
    expect(sent().filter((text) => text === 'hai')).toHaveLength(1);
    expect(sent().filter((text) => text === 'một').length).toBe(state === 'unknown' ? 1 : 0);
    expect((await database.stores.outbox.failures(10))[0]).toMatchObject({ id: 'm/0', reason: result.status === 'sent' ? '' : result.reason });
  });

  it('into a chat that blocked the bot: it is marked until the person writes again', async () => {
    const { chats } = database.stores;
    const { channel, deliver, states } = await stage(['một']);
    await chats.ensure(CHAT, 'telegram', new Date());
    channel.failNext({ status: 'dead', reason: 'đã chặn' });

    await deliver();
    const blocked = await chats.get(CHAT);
    await chats.handled(CHAT, { conversation: null }, 'k', new Date());

    expect(blocked?.deadReason).toBe('đã chặn');
    expect(await states()).toEqual(['dead']);
    expect((await chats.get(CHAT))?.deadReason).toBeUndefined();
  });

  it('of a channel that breaks are not sent twice, and the words are not logged', async () => {
    const channel: ScriptedChannel = { ...createScriptedChannel() };
    const send = channel.send;
    let broken = true;
    channel.send = async (chat, message) => {
      if (!broken) return send(chat, message);
      broken = false;
      throw new TypeError(`cannot read ${message.text}`);
    };
    const { deliver, sent, states, logged } = await stage(['bí mật một', 'hai'], { channel });

    await deliver();

    expect(sent()).toEqual(['hai']);
    expect(await states()).toEqual(['unknown', 'sent']);
    expect(logged.join()).not.toContain('bí mật');
  });

  it('stay where they are when the network is not running here', async () => {
    const { states } = await stage(['một']);
    const deliver = createDeliverChat({
      stores: database.stores, channelOf: () => undefined, clock: () => new Date(), pace: { turn: async () => undefined },
      isPaused: async () => false,
      log: { info() {}, warn() {}, error() {} },
    });

    await deliver(CHAT);

    expect(await states()).toEqual(['pending']);
  });

  it('stay for the next start once the program is ending: nothing leaves that could not be ticked off', async () => {
    const { deliver, sent, states } = await stage(['một', 'hai']);
    const ending = new AbortController();
    ending.abort();

    await deliver({ signal: ending.signal });

    expect(sent()).toEqual([]);
    expect(await states()).toEqual(['pending', 'pending']);
  });
});

describe('a text longer than the network takes', () => {
  const LONG = 'câu một\ncâu hai\ncâu ba';

  it('leaves in pieces, with the choices under the last', async () => {
    const { channel, deliver, outbox } = await stage([], { maxText: 8 });
    await outbox.put([{ id: 'q', chat: CHAT, message: { text: LONG, prompt: 'p', choices: [{ id: 'a', label: 'Có' }] } }], new Date());

    await deliver();

    expect(channel.sent.map(({ message: { text, choices } }) => [text, choices?.length ?? 0]))
      .toEqual([['câu một', 0], ['câu hai', 0], ['câu ba', 1]]);
  });

  it('goes on with the piece that had to wait, and repeats none', async () => {
    const { channel, deliver, sent, passes, states } = await stage([LONG], { maxText: 8 });
    channel.failNext({ status: 'sent' }, LATER);

    await deliver();
    passes(1_000);
    await deliver();

    expect(sent()).toEqual(['câu một', 'câu hai', 'câu ba']);
    expect(await states()).toEqual(['sent']);
  });

  it('keeps the pace between its pieces', async () => {
    const channel: Channel & ScriptedChannel = createScriptedChannel({ maxText: 8, pace: { perChat: 350, perAccount: 40 } });
    const { deliver, slept } = await stage([LONG], { channel });

    await deliver();

    expect(slept).toEqual([350, 350]);
  });
});

describe('a network that staff paused', () => {
  it('sends nothing and asks for no other try; what waited leaves in order once it goes on', async () => {
    const { deliver, sent, states, pause, resume, outbox } = await stage(['một', 'hai']);
    await pause();

    const result = await deliver();
    await outbox.put([{ id: 'm/2', chat: CHAT, message: { text: 'ba' } }], new Date('2026-11-21T03:00:01Z'));
    await deliver();
    const meanwhile = { sent: sent(), states: await states() };
    await resume();
    await deliver();

    expect(result).toBeUndefined();
    expect(meanwhile).toEqual({ sent: [], states: ['pending', 'pending', 'pending'] });
    expect(sent()).toEqual(['một', 'hai', 'ba']);
  });

  it('holds back even what was to be tried again, and leaves its time as it was', async () => {
    const { channel, deliver, sent, pause, resume, passes } = await stage(['một']);
    channel.failNext(LATER);
    await deliver();
    await pause();
    passes(400);

    const paused = await deliver();
    await resume();
    const again = await deliver();
    passes(600);
    await deliver();

    expect([paused, again]).toEqual([undefined, { againMs: 600 }]);
    expect(sent()).toEqual(['một']);
  });

  it('in the middle of a long text: the rest follows, and no piece comes twice', async () => {
    const { channel, deliver, sent, states, pause, resume } = await stage(['câu một\ncâu hai\ncâu ba', 'sau'], { maxText: 8 });
    const { send } = channel;
    channel.send = async (chat, message) => {
      if (message.text === 'câu hai') await pause();
      return send(chat, message);
    };

    await deliver();
    const meanwhile = { sent: sent(), states: await states() };
    channel.send = send;
    await resume();
    await deliver();

    expect(meanwhile).toEqual({ sent: ['câu một', 'câu hai'], states: ['pending', 'pending'] });
    expect(sent()).toEqual(['câu một', 'câu hai', 'câu ba', 'sau']);
  });
});
