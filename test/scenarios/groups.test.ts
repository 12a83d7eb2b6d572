/** What people say to the bot in a group: it goes on in the private chat. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InboundMessage } from '../../models/message.ts';
import { createWorld, type World } from './world.ts';

const TWO_COMMUNES = { plans: 'tap-duot,gia-phuc-2026' };
const TAGGED: Partial<InboundMessage> = { group: { hashtag: 'doithoai_tapduot' } };
const NAMED: Partial<InboundMessage> = { group: {} };

let world: World;

beforeEach(async () => {
  world = await createWorld(TWO_COMMUNES);
});
afterEach(() => world.close());

type Villager = ReturnType<World['person']>;

function says(villager: Villager, text: string, extra = NAMED): Promise<string> {
  return villager.sends({ kind: 'text', text }, extra);
}

async function petitions() {
  return (await world.stores.petitions.page({ plan: 'tap-duot' })).reverse();
}

describe('a message of a group', () => {
  it('with the hashtag of a plan begins in private, for that commune, and says where it comes from', async () => {
    const villager = world.person('1');

    const first = await says(villager, 'Cống đầu thôn tắc đã một tháng', TAGGED);
    await villager.says('đồng ý', 'bến gió', 'gửi');

    expect(first).toMatch(/^Tôi nhận được ý kiến ông\/bà nhắn trong nhóm\.\n\n/);
    expect(first).toContain('xã Tập Dượt');
    expect(await petitions()).toMatchObject([{ text: 'Cống đầu thôn tắc đã một tháng', hamlet: 'ben-gio' }]);
    expect(await world.stores.chats.get(villager.chat)).toMatchObject({ plan: 'tap-duot' });
  });

  it('before the consent lies nowhere but in the conversation: not in what the bot says', async () => {
    const villager = world.person('1');
    await says(villager, 'Cống đầu thôn tắc đã một tháng', TAGGED);
    await says(villager, 'Đèn đường thôn tắt đã lâu');

    expect(villager.heard().join()).not.toMatch(/Cống|Đèn/);
    expect(villager.heard()).toHaveLength(2);
  });

  it('without a hashtag asks which commune', async () => {
    const villager = world.person('1');

    const first = await says(villager, 'Cống đầu thôn tắc đã một tháng');

    expect(first).toMatch(/Ông\/bà ở xã nào/);
  });

  it('does not say the words twice when the question shows them', async () => {
    const villager = await neighbour('1');

    const said = await says(villager, 'Đèn đường thôn tắt đã lâu');

    expect(said).toMatch(/^Tôi nhận được ý kiến ông\/bà nhắn trong nhóm\.\n\nTôi ghi lại như sau/);
    expect(said.match(/Đèn đường/g)).toHaveLength(1);
  });

  it('with the hashtag of another commune stays with the one of the chat, and says so', async () => {
    const villager = world.person('1');
    await villager.sends({ kind: 'start', payload: 'gia-phuc-2026' });

    const said = await says(villager, 'Cống đầu thôn tắc đã một tháng', TAGGED);

    expect(said).toContain('của xã Tập Dượt, còn ở đây ông/bà đang gửi cho xã Gia Phúc');
    expect(said).toContain('ông/bà nhắn “đổi xã”');
    expect(await world.stores.chats.get(villager.chat)).toMatchObject({ conversation: { name: 'welcome' } });
  });

  it('with a hashtag of no plan is as one without', async () => {
    const villager = world.person('1');

    await says(villager, 'Cống đầu thôn tắc đã một tháng', { group: { hashtag: 'tin_thon' } });

    expect((await world.stores.chats.get(villager.chat))!.plan).toBeUndefined();
  });

  it.each(['có', 'đồng ý', 'ok', '1'])('“%s” is no consent: that is given in private', async (text) => {
    const villager = world.person('1');
    await says(villager, 'Cống đầu thôn tắc đã một tháng', TAGGED);
    const heard = villager.heard().length;

    await says(villager, text, TAGGED);

    expect(villager.heard()).toHaveLength(heard);
    expect(await world.stores.people.ofChat('xa-tap-duot', villager.chat)).toBeNull();
  });

  it('is no answer to a private question: it is kept and taken up afterwards', async () => {
    const villager = await neighbour('1');
    await villager.says('Đèn đường thôn tắt đã lâu');

    const kept = await says(villager, 'Cống đầu thôn tắc đã một tháng');
    const next = await villager.says('gửi');
    await villager.says('gửi');

    expect(kept).toMatch(/“Cống đầu thôn tắc đã một tháng”\. Tôi giữ lại và sẽ hỏi sau\.[\s\S]*Tôi gửi nhé/);
    expect(next).toMatch(/Cống đầu thôn tắc[\s\S]*Tôi gửi nhé/);
    expect((await petitions()).map(({ text }) => text)).toEqual([
      'Đường trước nhà văn hoá ngập nước', 'Đèn đường thôn tắt đã lâu', 'Cống đầu thôn tắc đã một tháng',
    ]);
  });

  it('before the consent joins what waits for it', async () => {
    const villager = world.person('1');
    await villager.sends({ kind: 'start', payload: 'tap-duot' });
    await villager.says('Đèn đường thôn tắt đã lâu');

    await says(villager, 'Cống đầu thôn tắc đã một tháng');
    await villager.says('đồng ý', 'bến gió', 'để chung', 'gửi');

    const [petition] = await petitions();
    expect(petition!.text).toBe('Đèn đường thôn tắt đã lâu\nCống đầu thôn tắc đã một tháng');
  });

  it('that only greets or thanks is not made a petition', async () => {
    const villager = await neighbour('1');

    const said = await says(villager, 'chào bot');

    expect(said).not.toMatch(/trong nhóm/);
    expect(await world.stores.chats.get(villager.chat)).toMatchObject({ conversation: null });
  });

  it('can ask for a conversation as in private', async () => {
    const villager = await neighbour('1');

    const said = await says(villager, '/phatbieu@thu_nghiem_bot');

    expect(said).toMatch(/phát biểu ở hội nghị nào/);
  });

  it('takes the photos of one album with one answer', async () => {
    const villager = await neighbour('1');
    const photo = (ref: string) => [{ kind: 'photo' as const, ref }];

    await villager.sends({ kind: 'media', files: photo('a'), text: 'Cống đầu thôn tắc', album: 'x' }, NAMED);
    const heard = villager.heard().length;
    await villager.sends({ kind: 'media', files: photo('b'), album: 'x' }, NAMED);
    const after = villager.heard().length;
    await villager.says('gửi');

    expect(after).toBe(heard);
    expect((await petitions())[1]!.attachments).toHaveLength(2);
  });

  it('is corrected by an edit of it, and an edit that first names the bot is a new message', async () => {
    const villager = await neighbour('1');
    const { messageId } = await world.channel.person('1').sends({ kind: 'text', text: 'Cống đầu thôn tắc' }, NAMED);
    await world.idle();

    const reworded = await says(villager, 'Cống đầu thôn tắc và hôi', { ...NAMED, edited: true, messageId });
    await villager.says('gửi');
    const added = await says(villager, 'Cống đầu thôn vỡ', { ...NAMED, edited: true, messageId });
    const named = await says(villager, 'Đèn đường thôn tắt đã lâu', { ...NAMED, edited: true, messageId: 'other' });

    expect(reworded).toContain('“Cống đầu thôn tắc và hôi”');
    expect(added).toContain('TD-0002');
    expect((await petitions())[1]!.additions).toMatchObject([{ text: 'Cống đầu thôn vỡ' }]);
    expect(named).toMatch(/Đèn đường thôn tắt đã lâu[\s\S]*Tôi gửi nhé/);
  });
});

describe('words of somebody else', () => {
  it('become a petition of the one who asked, with a note and without the other\'s name', async () => {
    const villager = await neighbour('1');

    const said = await says(villager, 'Nước máy đục ba ngày nay', { ...NAMED, forwarded: { name: 'Bà Vô Danh' } });
    await villager.says('gửi');

    expect(said).toMatch(/^Tôi nhận được lời ông\/bà nhờ ghi lại trong nhóm\.\n\nTôi ghi lại lời của người khác/);
    const petition = (await petitions())[1]!;
    expect(petition).toMatchObject({
      text: 'Nước máy đục ba ngày nay', history: [{ what: 'received', why: 'relayed' }, {}],
    });
    expect(JSON.stringify(petition)).not.toContain('Vô Danh');
  });

  it('that were forwarded in private are noted in the same way, also when they are added later', async () => {
    const villager = await neighbour('1');
    const forwarded = { forwarded: { name: 'Bà Vô Danh' } };

    await says(villager, 'Nước máy đục ba ngày nay', forwarded);
    await villager.says('gửi', 'TD-0002', 'bổ sung');
    await says(villager, 'Nhà tôi cũng vậy', forwarded);

    const { history } = (await petitions())[1]!;
    expect(history.filter(({ why }) => why === 'relayed').map(({ what }) => what)).toEqual(['received', 'addition']);
  });
});

/** Somebody of the rehearsal's commune who has sent a petition. */
async function neighbour(id: string): Promise<Villager> {
  await world.channel.person(id).sends({ kind: 'start', payload: 'tap-duot' });
  await world.idle();
  return world.neighbour(id);
}
