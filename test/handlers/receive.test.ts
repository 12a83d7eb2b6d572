import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
