/** Messages that their sender takes back on the network. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { messages } from '../../handlers/messages.vi.ts';
import { createWorld, type World } from './world.ts';

let world: World;

beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

type Villager = ReturnType<World['person']>;

/** Says it, and returns the id by which it can be taken back. */
async function told(villager: Villager, content: string | { photo: string; text?: string }): Promise<string> {
  const { messageId } = await world.channel.person(villager.chat.split(':')[2]!).sends(typeof content === 'string'
    ? { kind: 'text', text: content }
    : { kind: 'media', files: [{ kind: 'photo', ref: content.photo }], text: content.text });
  await world.idle();
  return messageId;
}

async function takesBack(villager: Villager, messageId: string): Promise<string[]> {
  const before = villager.heard().length;
  await villager.sends({ kind: 'recalled' }, { messageId });
  return villager.heard().slice(before);
}

async function petitions() {
  return (await world.stores.petitions.page({ plan: 'tap-duot' })).reverse();
}

async function stateOf(villager: Villager) {
  return (await world.stores.chats.get(villager.chat))!.conversation;
}

describe('a message that is not handed in yet', () => {
  it('leaves the draft, and the question is asked for what is left', async () => {
    const villager = await world.neighbour('1');
    await told(villager, 'Đèn đường thôn tắt đã lâu');
    const second = await told(villager, 'Ông trưởng thôn không chịu báo điện lực');

    const [said] = await takesBack(villager, second);
    await villager.says('gửi');

    expect(said).toContain(`${messages.recall.draft}\n\nTôi ghi lại như sau`);
    expect(said).toContain('“Đèn đường thôn tắt đã lâu”');
    expect((await petitions())[1]!.text).toBe('Đèn đường thôn tắt đã lâu');
  });

  it('is nowhere any more: not behind “quay lại” either', async () => {
    const villager = await world.neighbour('1');
    await told(villager, 'Đèn đường thôn tắt đã lâu');
    const second = await told(villager, 'Ông trưởng thôn không chịu báo điện lực');
    await villager.says('sửa');

    await takesBack(villager, second);
    await villager.says('quay lại', 'quay lại');

    expect(JSON.stringify(await stateOf(villager))).not.toContain('trưởng thôn');
  });

  it('takes its photo along, and words are asked for when only a photo stays', async () => {
    const villager = await world.neighbour('1');
    const words = await told(villager, 'Đèn đường thôn tắt đã lâu');
    const photo = await told(villager, { photo: 'a' });
    await told(villager, { photo: 'b' });

    const [withoutPhoto] = await takesBack(villager, photo);
    const [withoutWords] = await takesBack(villager, words);

    expect(withoutPhoto).toContain('Kèm 1 ảnh/tệp');
    expect(withoutWords).toContain(messages.petition.about.photo);
    expect((await stateOf(villager))!.answers['files']).toEqual([{ kind: 'photo', ref: 'b' }]);
  });

  it('as the only one ends it, and nothing is sent', async () => {
    const villager = await world.neighbour('1');
    const only = await told(villager, { photo: 'a', text: 'Đèn đường thôn tắt đã lâu' });

    const said = await takesBack(villager, only);

    expect(said).toEqual([messages.recall.wholeDraft]);
    expect(await stateOf(villager)).toBeNull();
    expect(await petitions()).toHaveLength(1);
  });

  it('before the consent is gone with the question for it', async () => {
    const villager = world.person('1');
    const only = await told(villager, 'Đèn đường thôn tắt đã lâu');

    const said = await takesBack(villager, only);

    expect(said).toEqual([messages.recall.wholeDraft]);
    expect(await stateOf(villager)).toBeNull();
  });

  it('of several before the consent goes, and the question stays', async () => {
    const villager = world.person('1');
    await told(villager, 'Đèn đường thôn tắt đã lâu');
    const second = await told(villager, 'Ông trưởng thôn không chịu báo điện lực');

    const said = await takesBack(villager, second);
    await villager.says('đồng ý', 'bến gió', 'gửi');

    expect(said).toEqual([messages.recall.draft]);
    expect((await petitions())[0]!.text).toBe('Đèn đường thôn tắt đã lâu');
  });

  it('put aside for afterwards is not taken up afterwards', async () => {
    const villager = await world.neighbour('1');
    const draft = await told(villager, 'Đèn đường thôn tắt đã lâu');
    await villager.says('dữ liệu của tôi');

    const said = await takesBack(villager, draft);
    const last = await villager.says('xong');

    expect(said).toEqual([messages.recall.wholeDraft]);
    expect(last).toBe(messages.lookUp.ok);
    expect(await stateOf(villager)).toBeNull();
  });

  it('put aside before the consent is gone, too', async () => {
    const villager = world.person('1');
    const draft = await told(villager, 'Đèn đường thôn tắt đã lâu');
    await villager.says('phát biểu');

    await takesBack(villager, draft);

    expect(JSON.stringify(await stateOf(villager))).not.toContain('Đèn đường');
    expect(await stateOf(villager)).toMatchObject({ name: 'welcome', answers: { then: { name: 'speak' } } });
  });

  it('that told what a speech is about is asked for anew, wherever it was said', async () => {
    const villager = await world.neighbour('1');
    await villager.says('phát biểu', '1');
    const early = await told(villager, 'Tôi muốn nói về nước sinh hoạt của thôn');
    await villager.says('Lê Thị Ví Dụ');

    const said = await takesBack(villager, early);
    await villager.says('Đường ra cánh đồng', 'đăng ký');

    expect(said).toEqual([`${messages.recall.draft}\n\n${messages.speak.content}`]);
    const [registration] = await world.stores.speakers.list('tap-duot');
    expect(registration!.content).toBe('Đường ra cánh đồng');
  });

  it('ends one draft and takes up the other that waits', async () => {
    const villager = await world.neighbour('1');
    const first = await told(villager, 'Đèn đường thôn tắt đã lâu');
    await villager.sends({ kind: 'text', text: 'Cống đầu thôn tắc đã một tháng' }, { group: {} });

    const [said, next] = await takesBack(villager, first);

    expect(said).toBe(messages.recall.draft);
    expect(next).toMatch(/^Còn nội dung[\s\S]*“Cống đầu thôn tắc đã một tháng”/);
  });
});

describe('a message that became a petition', () => {
  it('withdraws it when nothing else is in it; the words stay as they were, and its author is told the code', async () => {
    const villager = world.person('1');
    const only = await told(villager, 'Đèn đường thôn tắt đã lâu');
    await villager.says('đồng ý', 'bến gió', 'gửi');

    const said = await takesBack(villager, only);

    expect(said).toEqual([messages.recall.withdrawn('TD-0001')]);
    const [petition] = await petitions();
    expect(petition).toMatchObject({ status: 'withdrawn', text: 'Đèn đường thôn tắt đã lâu' });
    expect(petition!.history.at(-1)).toMatchObject({
      by: { kind: 'author' }, what: 'status', from: 'classified', to: 'withdrawn', why: 'recalled',
    });
  });

  it('withdraws both when it held two', async () => {
    const villager = await world.neighbour('1');
    const two = '1. Đường liên thôn hỏng, đề nghị xã sửa chữa\n2. Đề nghị mở lớp dạy nghề may';
    const both = await told(villager, two);
    await villager.says('tách riêng', 'gửi');

    const said = await takesBack(villager, both);

    expect(said).toEqual([messages.recall.withdrawn('TD-0002, TD-0003')]);
    expect((await petitions()).map(({ status }) => status)).toEqual(['classified', 'withdrawn', 'withdrawn']);
  });

  it('with other messages is only noted, each time', async () => {
    const villager = await world.neighbour('1');
    const first = await told(villager, 'Đèn đường thôn tắt đã lâu');
    const second = await told(villager, 'Cả đoạn từ đình ra chợ đều tối');
    await villager.says('gửi');

    const said = [await takesBack(villager, first), await takesBack(villager, second)].flat();

    expect(said).toEqual([messages.recall.noted('TD-0002'), messages.recall.noted('TD-0002')]);
    const petition = (await petitions())[1]!;
    expect(petition).toMatchObject({
      status: 'classified', text: 'Đèn đường thôn tắt đã lâu\nCả đoạn từ đình ra chợ đều tối',
    });
    expect(petition.history.filter(({ what }) => what === 'recalled')).toHaveLength(2);
  });

  it('is noted when its petition was added to; so is the addition', async () => {
    const villager = await world.neighbour('1');
    const first = await told(villager, 'Đèn đường thôn tắt đã lâu');
    await villager.says('gửi', 'TD-0002', 'bổ sung');
    const addition = await told(villager, 'Cả đoạn từ đình ra chợ đều tối');

    const said = [await takesBack(villager, first), await takesBack(villager, addition)].flat();

    expect(said).toEqual([messages.recall.noted('TD-0002'), messages.recall.noted('TD-0002')]);
    expect((await petitions())[1]!.additions).toMatchObject([{ text: 'Cả đoạn từ đình ra chợ đều tối' }]);
  });

  it('withdraws it although it was reworded by an edit: that was the same message', async () => {
    const villager = await world.neighbour('1');
    const only = await told(villager, 'Đèn đường thôn tắt đã lâu');
    await villager.says('gửi');
    await villager.sends({ kind: 'text', text: 'Đèn đường thôn tắt hai tháng' }, { messageId: only, edited: true });

    expect(await takesBack(villager, only)).toEqual([messages.recall.withdrawn('TD-0002')]);
  });

  it('whose words were written anew withdraws by the new message, and not by the old one', async () => {
    const villager = await world.neighbour('1');
    const old = await told(villager, 'Đèn đường thôn tắt');
    await villager.says('sửa', 'sửa nội dung');
    const anew = await told(villager, 'Đèn đường thôn tắt đã hai tháng');
    await villager.says('gửi');

    expect(await takesBack(villager, old)).toEqual([]);
    expect(await takesBack(villager, anew)).toEqual([messages.recall.withdrawn('TD-0002')]);
  });

  it('that was answered cannot be withdrawn: noted, and its author is told so', async () => {
    const villager = world.person('1');
    const only = await told(villager, 'Đèn đường thôn tắt đã lâu');
    await villager.says('đồng ý', 'bến gió', 'gửi');
    const [{ id } = { id: '' }] = await petitions();
    await world.stores.petitions.change(id, { set: { status: 'answered' }, history: [] });

    const said = await takesBack(villager, only);

    expect(said).toEqual([messages.recall['too-late']('TD-0001')]);
    const [petition] = await petitions();
    expect([petition!.status, petition!.history.at(-1)!.what]).toEqual(['answered', 'recalled']);
  });

  it.each([
    ['was withdrawn by its author before', ['TD-0001', 'rút', 'có']],
    ['was erased', ['xoá dữ liệu', 'xoá']],
  ])('is passed over in silence when it %s', async (_, words) => {
    const villager = world.person('1');
    const only = await told(villager, 'Đèn đường thôn tắt đã lâu');
    await villager.says('đồng ý', 'bến gió', 'gửi', ...words);

    expect(await takesBack(villager, only)).toEqual([]);
  });
});

it('the words of a message that could not be handled are dropped', async () => {
  const villager = await world.neighbour('1');
  const { inbox } = world.stores;
  const content = { kind: 'text', text: 'Đèn đường thôn tắt đã lâu' } as const;
  const message = { key: 'tg:1:900', channel: 'telegram', chat: villager.chat, messageId: '900', content } as const;
  await inbox.save(message, world.clock());
  await inbox.tried('tg:1:900', 'TypeError', true);
  const before = await inbox.countFailed();

  const said = await takesBack(villager, '900');

  expect([before, await inbox.countFailed(), said]).toEqual([1, 0, []]);
});

it('a message that nobody knows is passed over in silence, in the middle of something, too', async () => {
  const stranger = world.person('1');
  const villager = await world.neighbour('2');
  await villager.says('Đèn đường thôn tắt đã lâu');
  const before = await stateOf(villager);

  const said = [await takesBack(stranger, '77'), await takesBack(villager, '77')].flat();

  expect(said).toEqual([]);
  expect(await stateOf(villager)).toEqual(before);
});
