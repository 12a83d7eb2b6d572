/** One message or a thousand: what waits in a conversation has an end, and the person is told so. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fold } from '../../classifier/index.ts';
import { readName } from '../../handlers/conversations/name.ts';
import { fold as foldName } from '../../plans/fold.ts';
import { createWorld, type World } from './world.ts';

const LONG = 'con đường hỏng nặng quá '.repeat(1_000);

let world: World;

beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

async function waitingTexts(chat: string): Promise<number> {
  const { answers } = (await world.stores.chats.get(chat))!.conversation!;
  const { waiting, texts } = answers as { waiting?: { texts: string[] }; texts?: string[] };
  return (waiting?.texts ?? texts)!.length;
}

describe('what is written before the consent', () => {
  it('is kept up to the length of one petition, and then refused in words', async () => {
    const villager = world.person('1');

    await villager.says(LONG, LONG, LONG);

    expect(villager.last().text).toContain('dài quá 60.000 chữ');
    expect(await waitingTexts(villager.chat)).toBe(2);
    await villager.says('đồng ý');
    expect(villager.last().text).not.toContain('dài quá');
  });

  it('has the same end when it comes in many small messages', async () => {
    const villager = world.person('1');
    await villager.says(LONG, LONG);

    for (let count = 0; count < 80; count++) await villager.says('nước bẩn '.repeat(20));

    expect(villager.last().text).toContain('dài quá 60.000 chữ');
    expect(await waitingTexts(villager.chat)).toBeLessThan(70);
  });
});

it('what comes behind a command counts, too', async () => {
  const villager = await world.neighbour('1');

  await villager.says(`/gopy ${LONG}`, `/gopy ${LONG}`, `/gopy ${LONG}`);

  expect(villager.last().text).toContain('dài quá 60.000 chữ');
  expect(await waitingTexts(villager.chat)).toBe(2);
});

it('a petition takes fifty photos', async () => {
  const villager = await world.neighbour('1');
  const files = Array.from({ length: 26 }, (_, index) => ({ kind: 'photo' as const, ref: `r${index}` }));

  await villager.sends({ kind: 'media', text: 'Rác đầy đường làng', files });
  await villager.sends({ kind: 'media', files });

  expect(villager.last().text).toContain('50 ảnh');
});

it('words are added to a petition twenty times', async () => {
  const villager = await world.neighbour('1');

  for (let count = 0; count < 21; count++) await villager.says('TD-0001', 'bổ sung', `Hôm nay lại ngập lần ${count}`);

  const [petition] = await world.stores.petitions.all({});
  expect(petition!.additions).toHaveLength(20);
  expect(villager.last().text).toContain('đã bổ sung nhiều lần');
});

describe('a heap of marks on one letter', () => {
  it('is folded like one mark', () => {
    const heap = `Bê${'\u0323\u0301'.repeat(5_000)}n`;

    expect([fold(heap), foldName(heap)]).toEqual(['ben', 'ben']);
  });

  it('or of dots before it makes no name', () => {
    expect(readName({ kind: 'text', text: `Lê Thị Ví Dụ${'.'.repeat(5_000)}x`, messageId: '1', key: '1' })).toBeNull();
    expect(readName({ kind: 'text', text: 'Tôi là Lê Thị Ví Dụ...', messageId: '1', key: '1' })).toBe('Lê Thị Ví Dụ');
  });
});
