import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { messages } from '../../handlers/messages.vi.ts';
import { createReceiveChat } from '../../handlers/receive.ts';
import { createSweep } from '../../handlers/sweep.ts';
import { openTestDatabase, type TestDatabase } from '../models/stores/database.ts';
import { play, rehearse, type Death, type Deed, type Run } from './crash-world.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

function says(chat: string, ...texts: string[]): Deed[] {
  return texts.map((text) => ({ chat, content: { kind: 'text', text } }));
}

/** Takes back the message of an earlier deed. */
function recalls(chat: string, deed: number): Deed {
  return { chat, content: { kind: 'recalled' }, about: { messageId: String(deed) } };
}

const STORIES: Record<string, Deed[]> = {
  'a petition with a photo, in two parts, added to and taken back': [
    ...says('1', '1. Đường liên thôn hỏng, đề nghị xã sửa chữa\n2. Đề nghị mở lớp dạy nghề may cho chị em phụ nữ', 'đồng ý', 'bến gió'),
    { chat: '1', content: { kind: 'media', files: [{ kind: 'photo', ref: 'photo' }] } },
    ...says('1', 'tách riêng', 'gửi'),
    { chat: '1', content: { kind: 'text', text: 'Đường liên thôn hỏng nặng, đề nghị xã sửa chữa' }, edits: 0 },
    ...says('1', 'TD-0002', 'bổ sung', 'Lớp học nên mở vào buổi tối', 'TD-0001', 'rút', 'có'),
  ],
  'a denunciation that its author calls a petition': says(
    '1', 'Tôi tố cáo ông trưởng thôn ăn chặn tiền hỗ trợ của bà con', 'đồng ý', 'bến gió', 'gửi', 'TD-0001 là kiến nghị', 'của tôi', 'thôi',
  ),
  'two who want to speak, of whom the first changes her mind and withdraws': [
    ...says('1', 'phát biểu', 'đồng ý', 'bến gió', '1', 'Trần Thị Mẫu', 'Nước sinh hoạt của thôn', 'đồng ý'),
    ...says('2', 'phát biểu', 'đồng ý', 'bến gió', '1', 'Lê Văn Thử', 'Đường ra cánh đồng', 'đồng ý'),
    ...says('1', 'phát biểu', '1', 'đổi', 'Nước sinh hoạt và rác thải', 'phát biểu', '1', 'rút'),
  ],
  'said in a group, written down for a neighbour, and taken back': [
    { ...says('1', 'Cống đầu thôn tắc đã một tháng')[0]!, about: { group: { hashtag: 'doithoai_tapduot' } } },
    ...says('1', 'đồng ý', 'bến gió'),
    { ...says('1', 'Nước máy đục ba ngày nay')[0]!, about: { group: {}, forwarded: { name: 'Bà Vô Danh' } } },
    ...says('1', 'gửi', 'Cả xóm đều phải đi mua nước'),
    recalls('1', 5), ...says('1', 'gửi'), recalls('1', 0), recalls('1', 3),
    ...says('1', '1. Đường liên thôn hỏng, đề nghị xã sửa chữa\n2. Đề nghị mở lớp dạy nghề may', 'tách riêng', 'gửi'),
    recalls('1', 10), ...says('1', 'Đường 5 ngập nước', 'Cả chợ cũng ngập', 'gửi'), recalls('1', 14), recalls('1', 99),
  ],
  'taken over by a human being for a while': [
    ...says('1', 'gặp cán bộ', 'Đường 5 ngập nước', 'đồng ý', 'bến gió'),
    { chat: '1', content: { kind: 'operator' } },
    ...says('1', 'Cống nhà tôi cũng tắc', 'cảm ơn'),
    { chat: '1', content: { kind: 'operator' } }, recalls('1', 1),
    ...says('1', '/gopy', 'Đèn đường tắt', 'bến gió', 'gửi'),
  ],
  'everything stored seen, corrected and erased': [
    ...says('1', 'Trạm y tế hết thuốc bảo hiểm đã hai tuần', 'đồng ý', 'bến gió'),
    { chat: '1', content: { kind: 'media', files: [{ kind: 'photo', ref: 'photo' }] } },
    ...says('1', 'gửi', 'dữ liệu của tôi', 'số điện thoại', '0912 345 678', 'xoá dữ liệu', 'xoá'),
  ],
};

describe('a process killed at any write', () => {
  it.each(Object.entries(STORIES))('comes to the same as one that was not: %s', async (_, deeds) => {
    const scenes = await rehearse(database, deeds);
    const differing: string[] = [];
    for (const scene of scenes) {
      for (const death of deathsIn(scene)) {
        const run = await play(database, scene, death);
        const difference = differenceOf(scene, run);
        if (difference) differing.push(`${JSON.stringify(scene.deed.content)} ${run.death}: ${difference}`);
      }
    }

    expect(differing).toEqual([]);
  }, 120_000);
});

/** Before each write, and after the last: dying after one is the same as dying before the next. */
function deathsIn({ writes }: Run): Death[] {
  return [...writes.map((_, index): Death => ({ write: index + 1, when: 'before' })), { write: writes.length, when: 'after' }];
}

function differenceOf(undisturbed: Run, run: Run): string | null {
  if (run.death === undefined) return 'nobody died';
  // The one message that was on its way may come twice.
  const inFlight = run.death === 'after channel.send' || run.death === 'before outbox.settle';
  for (const [chat, texts] of Object.entries(undisturbed.heard)) {
    const heard = run.heard[chat] ?? [];
    const once = inFlight ? withoutOneRepetition(heard, texts.length) : heard;
    if (JSON.stringify(once) !== JSON.stringify(texts)) return `heard ${JSON.stringify(heard, null, 1)}\ninstead of ${JSON.stringify(texts, null, 1)}`;
  }
  try {
    expect(run.stored).toEqual(undisturbed.stored);
  } catch (error) {
    return (error as Error).message;
  }
  return null;
}

function withoutOneRepetition(texts: string[], wanted: number): string[] {
  if (texts.length !== wanted + 1) return texts;
  const again = texts.findIndex((text, index) => text === texts[index + 1]);
  return texts.toSpliced(again, 1);
}

it('an erasure leaves no word, name, number or photo, but for the last reply', async () => {
  const scenes = await rehearse(database, STORIES['everything stored seen, corrected and erased']!);

  const { outbox, files, ...left } = scenes.at(-1)!.stored as Record<string, unknown[]>;
  const before = JSON.stringify(scenes.at(-2)!.stored);
  expect([before.includes('het thuoc'), before.includes('0912345678')]).toEqual([true, true]);
  expect(JSON.stringify(left)).not.toMatch(/hết thuốc|het thuoc|0912345678/);
  expect(JSON.stringify(outbox)).not.toMatch(/hết thuốc|0912/);
  expect([files, left['attachments']]).toEqual([[], []]);
});

describe('what waits in a chat', () => {
  const AT = new Date('2026-11-21T03:00:00Z');
  const CHAT = 'tg:1:7';

  /** Handles messages by writing them down; `respond` may be told to fail. */
  function stage(failing: (text: string) => boolean = () => false) {
    const { stores } = database;
    const handled: string[] = [];
    const logged: string[] = [];
    const note = (fields: Record<string, unknown>) => void logged.push(JSON.stringify(fields));
    const receive = createReceiveChat({
      stores,
      respond: async (_, { content }) => {
        const text = content.kind === 'text' ? content.text : '';
        if (failing(text)) throw new TypeError(`cannot read ${text}`);
        handled.push(text);
        return { say: [{ text: `nghe: ${text}` }], conversation: null };
      },
      sendLater: async () => undefined, clock: () => AT, log: { info: note, warn: note, error: note },
    });
    return {
      handled, logged, receive, stores,
      async arrives(...texts: string[]): Promise<void> {
        for (const [index, text] of texts.entries()) {
          const content = { kind: 'text', text } as const;
          const key = `tg:1:${index}`;
          await stores.inbox.save({ key, channel: 'telegram', chat: CHAT, messageId: key, content }, AT);
        }
      },
      said: async () => (await stores.outbox.pending(CHAT, 100)).map(({ message }) => message.text),
    };
  }

  beforeEach(() => database.empty());

  it('is handled in the order of arrival, each message once, however many there are', async () => {
    const { arrives, receive, handled, said } = stage();
    const texts = Array.from({ length: 60 }, (_, n) => `số ${n}`);
    await arrives(...texts);

    await receive(CHAT);
    await receive(CHAT);

    expect(handled).toEqual(texts);
    expect(await said()).toEqual(texts.map((text) => `nghe: ${text}`));
  });

  it('waits behind a message that fails, which after five tries is put aside and apologised for, once', async () => {
    const { arrives, receive, handled, said, logged, stores } = stage((text) => text === 'hỏng');
    await arrives('một', 'hỏng', 'hai');

    for (let tried = 1; tried <= 4; tried++) await expect(receive(CHAT)).rejects.toThrow(TypeError);
    const meanwhile = [...handled, ...await said()];
    await receive(CHAT);
    await receive(CHAT);

    expect(meanwhile).toEqual(['một', 'nghe: một']);
    expect(handled).toEqual(['một', 'hai']);
    expect(await said()).toEqual(['nghe: một', messages.engine.failed, 'nghe: hai']);
    expect(await stores.inbox.countFailed()).toBe(1);
    expect(logged.join()).not.toContain('hỏng');
  });

  it('is not handled again when a crash left the last one waiting behind one of the same moment', async () => {
    const { arrives, receive, handled, stores } = stage();
    await arrives('sớm hơn', 'vừa xong');
    await stores.chats.ensure(CHAT, 'telegram', AT);
    await stores.chats.handled(CHAT, { conversation: null }, 'tg:1:1', AT);

    await receive(CHAT);

    expect(handled).toEqual(['sớm hơn']);
    expect(await stores.inbox.waiting(CHAT, 10)).toEqual([]);
  });

  it('stays for the next start once the program is ending', async () => {
    const { arrives, receive, handled, stores } = stage();
    await arrives('một');

    await receive(CHAT, { signal: AbortSignal.abort() });

    expect(handled).toEqual([]);
    expect(await stores.inbox.waiting(CHAT, 10)).toHaveLength(1);
  });

  it('finds its conversation again although the program was off for a day', async () => {
    const { arrives, stores } = stage();
    await stores.chats.ensure(CHAT, 'telegram', AT);
    await stores.chats.handled(CHAT, { conversation: { name: 'petition' } as never }, 'k', AT);
    await arrives('gửi');
    const woken: string[] = [];
    const wake = async (chat: string) => void woken.push(chat);
    const sweep = createSweep({
      stores, plans: [], clock: () => new Date(AT.getTime() + 25 * 3_600_000), retain: async () => undefined, sendable: async (chats) => chats,
      wake: { receiveLater: wake, sendLater: wake, classifyLater: wake, fetchLater: wake },
    });

    await sweep();
    const whileWaiting = await stores.chats.get(CHAT);
    await stores.inbox.done('tg:1:0');
    await sweep();

    expect(woken).toEqual([CHAT]);
    expect(whileWaiting?.conversation).not.toBeNull();
    expect((await stores.chats.get(CHAT))?.conversation).toBeNull();
  });
});
