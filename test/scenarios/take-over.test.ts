/** Somebody of the commune writes in the chat by hand: the bot keeps out of it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { messages } from '../../handlers/messages.vi.ts';
import { PAUSE_MS } from '../../handlers/respond/take-over.ts';
import { createWorld, type World } from './world.ts';

let world: World;

beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

type Villager = ReturnType<World['person']>;

async function staffWrite(villager: Villager): Promise<void> {
  await villager.sends({ kind: 'operator' });
}

/** What the bot says to it. */
async function heardAfter(villager: Villager, ...texts: string[]): Promise<string[]> {
  const before = villager.heard().length;
  await villager.says(...texts);
  return villager.heard().slice(before);
}

async function chatOf({ chat }: Villager) {
  return (await world.stores.chats.get(chat))!;
}

async function waitingForPerson(): Promise<string[]> {
  return (await world.stores.chats.wantingPerson('tap-duot')).map(({ id }) => id);
}

it('the bot is silent for two hours after the last message by hand, and its conversation stands still', async () => {
  const villager = await world.neighbour('1');
  await villager.says('Đèn đường thôn tắt đã lâu');
  const { conversation } = await chatOf(villager);

  await staffWrite(villager);
  const first = await heardAfter(villager, 'Vâng, tôi nghe', 'Cống cũng tắc nữa anh ạ', 'gửi');
  world.wait(PAUSE_MS - 60_000);
  await staffWrite(villager);
  world.wait(PAUSE_MS - 60_000);
  const second = await heardAfter(villager, 'gửi');
  world.wait(120_000);

  expect([...first, ...second]).toEqual([]);
  expect((await chatOf(villager)).conversation).toEqual(conversation);
  expect(await heardAfter(villager, 'gửi')).toMatchObject([expect.stringContaining('TD-0002')]);
  expect((await chatOf(villager)).pausedUntil).toBeUndefined();
});

it('who waited for a human being does so no more, and again while what they said is unanswered', async () => {
  const villager = await world.neighbour('1');
  await villager.says('gặp cán bộ');

  const steps: string[][] = [await waitingForPerson()];
  for (const deed of [
    () => staffWrite(villager), () => villager.says('Cống nhà tôi tắc từ tháng trước'), () => staffWrite(villager),
    () => villager.says('cảm ơn'),
  ]) {
    await deed();
    steps.push(await waitingForPerson());
  }

  expect(steps).toEqual([[villager.chat], [], [villager.chat], [], []]);
});

it('nothing of what is said meanwhile is stored', async () => {
  const villager = await world.neighbour('1');
  await staffWrite(villager);

  await villager.says('Chuyện riêng nhà tôi với hàng xóm');
  await villager.sends({ kind: 'media', files: [{ kind: 'photo', ref: 'riêng' }] });

  expect(JSON.stringify(await chatOf(villager))).not.toMatch(/riêng/);
  expect(await world.stores.inbox.waiting(villager.chat, 10)).toEqual([]);
  expect(await world.stores.attachments.ofChat(villager.chat)).toEqual([]);
});

it.each([
  ['a command', (villager: Villager) => villager.says('/tracuu'), /TD-0001/],
  ['a deep link', (villager: Villager) => villager.sends({ kind: 'start' }), /phản ánh/],
  ['a button', (villager: Villager) => villager.presses('Tra cứu ý kiến đã gửi'), /TD-0001/],
  ['being named in a group', (villager: Villager) =>
    villager.sends({ kind: 'text', text: 'Đèn đường thôn tắt đã lâu' }, { group: {} }), /Đèn đường[\s\S]*gửi nhé/],
])('%s is unmistakably for the bot, which then speaks again', async (_, deed, answer) => {
  const villager = await world.neighbour('1');
  await villager.says('chào');
  await staffWrite(villager);

  const said = await deed(villager);

  expect(said).toMatch(answer);
  expect((await chatOf(villager)).pausedUntil).toBeUndefined();
  expect(await heardAfter(villager, 'huỷ')).toHaveLength(1);
});

it('what staff bring about is told all the same', async () => {
  const [first, second] = [await world.neighbour('1'), await world.neighbour('2')];
  for (let n = 3; n <= 5; n++) await world.neighbour(String(n));
  const speech = ['phát biểu', '1', 'Lê Thị Ví Dụ', 'Đề nghị xã làm lại đường thôn', 'đăng ký'];
  for (const person of [first, world.person('3'), world.person('4'), second]) await person.says(...speech);
  expect(second.last().text).toContain('dự bị');
  await staffWrite(second);

  await first.says('phát biểu', '1', 'rút');
  await world.idle();

  expect(second.last().text).toMatch(/^Có người rút đăng ký/);
});

describe('taken back or edited meanwhile', () => {
  it('a draft loses the words without a word, a petition is withdrawn and its author told', async () => {
    const villager = await world.neighbour('1');
    const { messageId } = await world.channel.person('1').sends({ kind: 'text', text: 'Đèn đường thôn tắt đã lâu' });
    await world.idle();
    await staffWrite(villager);
    const before = villager.heard().length;

    await villager.sends({ kind: 'recalled' }, { messageId });
    await villager.sends({ kind: 'recalled' }, { messageId: '1' });

    expect((await chatOf(villager)).conversation).toBeNull();
    expect(villager.heard().slice(before)).toEqual([messages.recall.withdrawn('TD-0001')]);
  });

  it('a petition gets its new wording', async () => {
    const villager = await world.neighbour('1');
    await staffWrite(villager);

    await villager.sends({ kind: 'text', text: 'Đường ngập cả tuần' }, { messageId: '1', edited: true });

    const [petition] = await world.stores.petitions.page({ plan: 'tap-duot' });
    expect(petition!.additions).toMatchObject([{ text: 'Đường ngập cả tuần' }]);
  });
});

it('a chat that nobody has written in before takes no harm', async () => {
  const stranger = world.person('1');

  await staffWrite(stranger);
  const meanwhile = await heardAfter(stranger, 'Đèn đường thôn tắt đã lâu');
  world.wait(PAUSE_MS);

  expect(meanwhile).toEqual([]);
  expect(await waitingForPerson()).toEqual([stranger.chat]);
  expect(await stranger.says('Đèn đường thôn tắt đã lâu')).toMatch(/đồng ý không/);
});
