/**
 * The rules of every conversation, tried at every step there is: one table drives a person to each step, and each rule
 * is looked at there.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CONVERSATIONS } from '../../handlers/conversations/index.ts';
import type { ConversationState } from '../../models/chat.ts';
import type { InboundContent, OutboundMessage } from '../../models/message.ts';
import { createWorld, type World } from './world.ts';

const PLANS = { plans: 'tap-duot,gia-phuc-2026' };
const STORY = 'Đường trước nhà văn hoá ngập nước';
const TWO = '1. Đường liên thôn hỏng, đề nghị xã sửa chữa\n2. Đề nghị mở lớp dạy nghề may cho chị em phụ nữ';
const AGREED = [STORY, 'đồng ý', 'Bến Gió', 'gửi'];
const SPEECH = ['phát biểu', '1', 'Lê Thị Ví Dụ', 'Đề nghị xã làm lại đường thôn'];

/** What is said to come to each step, by somebody whom a deep link has brought to the rehearsal's commune. */
const WAYS: Record<string, readonly string[]> = {
  'welcome.consent': [],
  'petition.edit': [...AGREED, 'Đèn đường tắt đã lâu', 'sửa'],
  'petition.text': [...AGREED, '/gopy'],
  'petition.hamlet': [STORY, 'đồng ý'],
  'petition.split': [...AGREED, TWO],
  'petition.otherHamlet': [...AGREED, 'Đèn đường tắt đã lâu', 'sửa', 'sửa thôn'],
  'petition.confirm': [...AGREED, 'Đèn đường tắt đã lâu'],
  'speak.hamlet': ['/phatbieu', 'đồng ý'],
  'speak.conference': [...AGREED, 'phát biểu'],
  'speak.existing': [...AGREED, ...SPEECH, 'đăng ký', 'phát biểu', '1'],
  'speak.name': [...AGREED, ...SPEECH.slice(0, 2)],
  'speak.content': [...AGREED, ...SPEECH.slice(0, 3)],
  'speak.confirm': [...AGREED, ...SPEECH],
  'look-up.which': [...AGREED, 'Đèn đường tắt đã lâu', 'gửi', 'của tôi'],
  'look-up.what': [...AGREED, 'của tôi'],
  'look-up.addition': [...AGREED, 'của tôi', 'bổ sung'],
  'look-up.sure': [...AGREED, 'của tôi', 'rút ý kiến này'],
  'my-data.what': [...AGREED, 'dữ liệu của tôi'],
  'my-data.name': [...AGREED, 'dữ liệu của tôi', 'sửa họ tên'],
  'my-data.phone': [...AGREED, 'dữ liệu của tôi', 'sửa điện thoại'],
  'my-data.hamlet': [...AGREED, 'dữ liệu của tôi', 'sửa nơi ở'],
  'erase.sure': [...AGREED, '/xoa'],
};
const STEPS = Object.keys(WAYS);
/** Steps that take whatever is written, so that nothing is misunderstood there. */
const TAKES_WORDS = ['petition.text', 'look-up.addition'];

type Villager = ReturnType<World['person']>;

async function arrives(world: World, step: string): Promise<Villager> {
  const villager = world.person(step);
  await villager.sends({ kind: 'start', payload: 'tap-duot' });
  await villager.says(...(WAYS[step] ?? []));
  return villager;
}

async function stateOf(world: World, { chat }: Villager): Promise<ConversationState | null> {
  return (await world.stores.chats.get(chat))!.conversation;
}

const named = (state: ConversationState | null) => state && `${state.name}.${state.step}`;

describe('at every step of every conversation', () => {
  let world: World;
  let dataDir: string;
  const people = new Map<string, { villager: Villager; state: ConversationState; question: OutboundMessage }>();
  let restores = 0;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'doi-thoai-'));
    world = await createWorld({ ...PLANS, dataDir });
    for (const step of STEPS) {
      const villager = await arrives(world, step);
      people.set(step, { villager, state: (await stateOf(world, villager))!, question: villager.last() });
    }
  }, 120_000);
  afterAll(async () => {
    await world.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  /** The person again where the table left them, whatever was tried before. */
  async function at(step: string): Promise<Villager> {
    const { villager, state } = people.get(step)!;
    await world.stores.chats.handled(villager.chat, { conversation: structuredClone(state) }, `again-${++restores}`, world.clock());
    return villager;
  }

  async function tries(step: string, ...contents: InboundContent[]): Promise<{ said: string[]; state: ConversationState | null }> {
    const villager = await at(step);
    const before = villager.heard().length;
    for (const content of contents) await villager.sends(content);
    return { said: villager.heard().slice(before), state: await stateOf(world, villager) };
  }
  const text = (words: string): InboundContent => ({ kind: 'text', text: words });

  it('the table has every step', () => {
    const all = CONVERSATIONS.flatMap(({ name, steps }) => Object.keys(steps).map((step) => `${name}.${step}`));

    expect([...STEPS, 'welcome.commune'].toSorted()).toEqual(all.toSorted());
  });

  it.each(STEPS)('%s is where its way leads', (step) => {
    expect(named(people.get(step)!.state)).toBe(step);
  });

  it.each(STEPS)('%s asks one question, in two short sentences at most', (step) => {
    const question = people.get(step)!.question.text;
    if (step === 'welcome.consent') return expect(question.length).toBeLessThan(900);
    const own = question.replaceAll(/“[^”]*”|\(\d\).*\n|– .*\n/gu, '');

    expect(own.match(/\?/g)?.length ?? 0).toBeLessThanOrEqual(1);
    expect(own.match(/[.?!:](?=\s|$)/g)?.length ?? 0).toBeLessThanOrEqual(3);
  });

  it.each(STEPS)('%s: “huỷ” ends it, with or without diacritics and as a command', async (step) => {
    for (const words of ['huỷ', 'Hủy', 'huy', '/huy', '/huy@bot']) {
      const { said, state } = await tries(step, text(words));

      expect(state).toBeNull();
      expect(said.join()).toMatch(/dừng/);
    }
  });

  it.each(STEPS)('%s: “gặp cán bộ” calls a person and keeps the place', async (step) => {
    for (const words of ['gặp cán bộ', 'gap can bo', 'gặp cán bọ', 'gap can boo', '/canbo']) {
      const { said, state } = await tries(step, text(words));

      expect(said).toEqual([expect.stringContaining('đã báo cán bộ')]);
      expect(named(state)).toBe(step);
    }
    expect((await world.stores.chats.get(people.get(step)!.villager.chat))!.wantsPerson).toBe(true);
  });

  it.each(STEPS)('%s: “quay lại” and “sửa” are understood', async (step) => {
    for (const words of ['quay lại', 'quay lai', 'quya lại', 'sửa', 'sua']) {
      const { said, state } = await tries(step, text(words));

      expect(said).toHaveLength(1);
      expect(said[0]).not.toMatch(/chưa hiểu|không tìm thấy|dừng/);
      expect(state).toMatchObject({ misunderstood: 0 });
    }
  });

  it.each(STEPS.filter((step) => !TAKES_WORDS.includes(step)))(
    '%s: after the second misunderstanding a person is offered, and no prompt comes twice in a row', async (step) => {
      const { said, state } = await tries(step, text('?!'), text('&%'), text('@@'), text('!!'), text('??'));
      const all = [people.get(step)!.question.text, ...said];

      expect(said).toHaveLength(5);
      expect(said[1]).toMatch(/gặp cán bộ|điện thoại/);
      expect(all.every((each, index) => each !== all[index + 1])).toBe(true);
      expect(named(state)).toBe(step);
    },
  );

  it.each(STEPS)('%s: every choice is a button, a digit, or its words without diacritics', async (step) => {
    const { state, question } = people.get(step)!;
    for (const [index, { id, label }] of (question.choices ?? []).entries()) {
      const bare = label.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll(/đ/giu, 'd');
      const ways = [{ kind: 'choice', prompt: state.prompt, choice: id } as const, text(String(index + 1)), text(bare.toUpperCase())];
      const heard = [];
      // What is done in earnest (sent, erased, …) cannot be done three times: digits and words stand for it elsewhere.
      if (['send', 'yes', 'withdraw', 'done'].includes(id)) continue;
      for (const way of ways) heard.push((await tries(step, way)).said);

      expect(heard[0]!.join()).not.toMatch(/chưa hiểu|câu hỏi trước/);
      expect(heard[1]).toEqual(heard[0]);
      expect(heard[2]).toEqual(heard[0]);
    }
  });

  it.each(STEPS)('%s: a photo is taken in, and none of an album is lost', async (step) => {
    const { said, state } = await tries(step, ...['a', 'b', 'c'].map((ref): InboundContent =>
      ({ kind: 'media', files: [{ kind: 'photo', ref: `${step}-${ref}` }], album: 'x', ...(ref === 'a' && { text: 'Cống bị tắc ở đầu thôn' }) })));
    const kept = JSON.stringify((await world.stores.petitions.all({})).map(({ additions }) => additions)) + JSON.stringify(state);

    expect(said).toHaveLength(step === 'look-up.addition' ? 2 : 1);
    expect(said[0]).not.toMatch(/chưa hiểu/);
    expect(kept).toContain('Cống bị tắc ở đầu thôn');
    for (const ref of ['b', 'c']) expect(kept).toContain(`${step}-${ref}`);
  });

  it.each(STEPS)('%s: a place, a voice note, a contact, a sticker and an old button are each answered kindly', async (step) => {
    const strange: InboundContent[] = [
      { kind: 'location', latitude: 20.9, longitude: 106.3 },
      { kind: 'media', files: [{ kind: 'voice', ref: 'v' }] },
      { kind: 'contact', phone: '0987654321', own: true },
      { kind: 'unsupported', what: 'sticker' },
      { kind: 'unsupported', what: 'button' },
      { kind: 'choice', prompt: 'gone', choice: 'yes' },
    ];
    for (const content of strange) {
      const { said } = await tries(step, content);

      expect(said).toHaveLength(1);
      expect(said[0]).not.toMatch(/Tôi chưa hiểu/);
    }
  });

  it.each(STEPS)('%s: a command in the middle is followed, and nothing that was written is lost', async (step) => {
    const { said, state } = await tries(step, text('/hoinghi'));
    const draft = people.get(step)!.state.name === 'petition' && people.get(step)!.state.answers['texts'] as string[];

    expect(said.join()).toContain('Chủ trì');
    if (draft && draft.length > 0) expect(JSON.stringify(state)).toContain(JSON.stringify(draft[0]));
  });

  it.each(STEPS)('%s: an unknown command is answered with help, and the question comes again', async (step) => {
    const { said, state } = await tries(step, text('/khongco'));

    expect(said[0]).toMatch(/“quay lại”/);
    expect(named(state)).toBe(step);
  });

  it.each(STEPS)('%s: a state of an older version says sorry and asks again, with the words kept', async (step) => {
    const { villager, state } = people.get(step)!;
    await world.stores.chats.handled(villager.chat, { conversation: { ...state, version: 0 } }, `old-${++restores}`, world.clock());
    const before = villager.heard().length;
    await villager.says('1');
    const now = await stateOf(world, villager);

    expect(villager.heard()[before]).toContain('Xin lỗi');
    for (const words of (state.answers['texts'] ?? []) as string[]) expect(JSON.stringify(now)).toContain(JSON.stringify(words));
  });

  // Last: it closes the world that the others use.
  it('all of them survive a restart', async () => {
    for (const step of STEPS) await at(step);
    await world.close();
    world = await createWorld({ ...PLANS, dataDir });

    for (const step of STEPS) {
      const villager = world.person(step);
      await villager.sends({ kind: 'text', text: '/trogiup' }, { key: `after-${step}`, messageId: `after-${step}` });
      const { question } = people.get(step)!;
      // The notice is the same; a question that was asked with a word before it comes without.
      expect(villager.last().text.split('\n').at(-1)).toBe(question.text.split('\n').at(-1));
      expect(villager.last().choices).toEqual(question.choices);
      expect(named(await stateOf(world, villager))).toBe(step);
    }
  });
});

describe('what somebody writes is not lost', () => {
  let world: World;

  beforeEach(async () => {
    world = await createWorld();
  });
  afterEach(() => world.close());

  const petitions = () => world.stores.petitions.all({});

  it('takes up a draft after something else was done in between', async () => {
    const villager = await world.neighbour('1');

    await villager.says('Đèn đường thôn tắt đã lâu', 'TD-0001');
    expect(villager.heard().slice(-2).join()).toMatch(/tôi giữ lại[\s\S]*TD-0001/);
    await villager.says('xong');
    expect(villager.last().text).toMatch(/lúc nãy[\s\S]*Đèn đường thôn tắt đã lâu[\s\S]*Tôi gửi nhé/);
    await villager.says('gửi');

    expect((await petitions())[1]).toMatchObject({ text: 'Đèn đường thôn tắt đã lâu' });
  });

  it('asks about a photo that came while somebody registered to speak', async () => {
    const villager = await world.neighbour('1');
    await villager.says('phát biểu');

    await villager.sends({ kind: 'media', files: [{ kind: 'photo', ref: 'p' }] });
    expect(villager.last().text).toMatch(/giữ lại[\s\S]*hội nghị nào/);
    await villager.says('1', 'Lê Thị Ví Dụ', 'Đề nghị xã làm lại đường thôn', 'đăng ký');
    expect(villager.heard().slice(-2).join()).toMatch(/Đã đăng ký[\s\S]*Ảnh này nói về việc gì/);
    await villager.says('Đoạn đường hỏng trước cổng làng', 'gửi');

    expect((await petitions())[1]!.attachments).toHaveLength(1);
  });

  it('takes the words behind a command', async () => {
    const villager = await world.neighbour('1');

    await villager.says('/gopy Đèn đường thôn tắt đã lâu', 'gửi', '/tracuu td 2');

    expect((await petitions())[1]!.text).toBe('Đèn đường thôn tắt đã lâu');
    expect(villager.last().text).toContain('TD-0002');
  });

  it('takes a new matter for a petition when a look-up was left open', async () => {
    const villager = await world.neighbour('1');

    await villager.says('của tôi', 'Trường mầm non thiếu lớp học đã hai năm', 'gửi');

    expect((await petitions())[1]!.text).toBe('Trường mầm non thiếu lớp học đã hai năm');
  });

  it('keeps what is written between a deep link and the consent', async () => {
    const villager = world.person('1');

    await villager.sends({ kind: 'start', payload: 'tap-duot_h-ben-gio' });
    await villager.says('Đèn đường thôn tắt đã lâu', 'đồng ý', 'gửi');

    expect(await petitions()).toMatchObject([{ text: 'Đèn đường thôn tắt đã lâu', hamlet: 'ben-gio' }]);
  });

  it('keeps what was written before a command and the consent', async () => {
    const villager = world.person('1');

    await villager.says('Đèn đường thôn tắt đã lâu', '/phatbieu', 'đồng ý', 'Bến Gió', '1', 'Lê Thị Ví Dụ', 'Đề nghị làm đường', '1', 'gửi');

    expect(await petitions()).toMatchObject([{ text: 'Đèn đường thôn tắt đã lâu' }]);
    expect(await world.stores.speakers.list('tap-duot')).toHaveLength(1);
  });

  it('puts the new words of an edited message in the place of the old ones before it is sent', async () => {
    const villager = await world.neighbour('1');
    await villager.sends({ kind: 'text', text: 'Đèn đường thôn tắt đã lâu' }, { messageId: 'm' });

    await villager.sends({ kind: 'text', text: 'Đèn đường thôn tắt đã ba tuần' }, { messageId: 'm', edited: true });
    expect(villager.last().text).toMatch(/đã sửa[\s\S]*ba tuần[\s\S]*Tôi gửi nhé/);
    await villager.says('gửi');

    expect((await petitions())[1]!.text).toBe('Đèn đường thôn tắt đã ba tuần');
  });

  it('keeps a draft when the chat is opened again in the middle of it', async () => {
    const villager = await world.neighbour('1');

    await villager.says('Đèn đường thôn tắt đã lâu');
    await villager.sends({ kind: 'start' });
    expect(villager.last().text).toMatch(/Đèn đường thôn tắt đã lâu[\s\S]*Tôi gửi nhé/);
    await villager.says('gửi');

    expect(await petitions()).toHaveLength(2);
  });

  it('takes the words of a forwarded message', async () => {
    const villager = await world.neighbour('1');

    await villager.sends({ kind: 'text', text: 'Cống đầu thôn bị tắc, bà con kêu nhiều' }, { forwarded: { name: 'Nhóm thôn' } });
    await villager.says('gửi');

    expect((await petitions())[1]!.text).toBe('Cống đầu thôn bị tắc, bà con kêu nhiều');
  });

  it('handles two messages at once one after the other, in their order', async () => {
    const villager = await world.neighbour('1');

    await Promise.all([
      world.channel.person('1').says('Cống đầu thôn bị tắc'),
      world.channel.person('1').says('nước thải chảy tràn ra đường'),
    ]);
    await world.idle();
    await villager.says('gửi');

    expect((await petitions())[1]!.text).toBe('Cống đầu thôn bị tắc\nnước thải chảy tràn ra đường');
  });

  it('waits a day for the answer, and not longer', async () => {
    const [patient, late] = [await world.neighbour('1'), await world.neighbour('2')];
    await patient.says('Đèn đường thôn tắt đã lâu');
    await late.says('Đèn đường thôn tắt đã lâu');

    world.wait(23 * 3_600_000);
    await patient.says('gửi');
    world.wait(3 * 3_600_000);
    await late.says('gửi');

    expect((await petitions()).map(({ chat }) => chat)).toEqual([patient.chat, late.chat, patient.chat]);
    expect(late.last().text).toContain('Chào ông/bà');
  });

  it('says that a text over the limit was not taken, and keeps the draft', async () => {
    const villager = await world.neighbour('1');
    const long = 'Đường hỏng. '.repeat(5_100);

    await villager.says(long);
    expect(villager.last().text).toMatch(/dài quá 60\.000 chữ cái/);
    await villager.says('Đèn đường thôn tắt đã lâu', long);
    expect(villager.last().text).toMatch(/dài quá/);
    await villager.says('gửi');

    expect((await petitions())[1]!.text).toBe('Đèn đường thôn tắt đã lâu');
  });

  it('tells somebody who has not agreed that nothing is stored, whatever they ask', async () => {
    const villager = world.person('1');

    expect(await villager.says('dữ liệu của tôi')).toContain('không lưu gì');
    expect(await villager.says('của tôi')).toContain('chưa nhận ý kiến nào');
    expect(await villager.says('/xoa')).toContain('không lưu gì');
    expect(await villager.says('hội nghị')).toContain('Chủ trì');
    expect(await world.stores.people.ofChat('xa-tap-duot', villager.chat)).toBeNull();
  });
});

describe('understanding', () => {
  let world: World;

  beforeEach(async () => {
    world = await createWorld();
  });
  afterEach(() => world.close());

  it('asks back about a hamlet that it only guesses, and takes a plain “phải”', async () => {
    const villager = world.person('1');
    await villager.says('Đèn đường thôn tắt đã lâu', 'đồng ý', 'gío');
    expect(villager.last().text).toBe('Có phải thôn Bến Gió không ạ?');

    await villager.says('phải', 'gửi');

    expect((await world.stores.petitions.all({}))[0]).toMatchObject({ hamlet: 'ben-gio' });
  });

  it('asks for the hamlet again when the guess was wrong', async () => {
    const villager = world.person('1');

    await villager.says('Đèn đường thôn tắt đã lâu', 'đồng ý', 'gío', 'không phải');

    expect(villager.last().text).toContain('thôn nào');
  });

  it('does not ask for the hamlet again when somebody would rather not say', async () => {
    const villager = await world.neighbour('1', 'không muốn nói');

    await villager.says('Đèn đường thôn tắt đã lâu');
    expect(villager.last().text).toContain('Tôi gửi nhé');
    await villager.says('gửi');

    expect((await world.stores.petitions.all({})).map(({ hamlet, hamletText }) => hamlet ?? hamletText)).toEqual([undefined, undefined]);
  });

  it.each(['2', 'số 2', 'đăng ký phát biểu', 'dang ky phat bieu', 'đăng ký phát biêủ'])('takes “%s” under the menu', async (words) => {
    const villager = await world.neighbour('1');

    await villager.says('xin chào', words);

    expect(villager.last().text).toContain('hội nghị nào');
  });

  it.each([
    ['Tôi là Lê Thị Ví Dụ', 'Lê Thị Ví Dụ'], ['tên tôi là Lê Thị Ví Dụ.', 'Lê Thị Ví Dụ'], ['Dạ, họ tên: Lê Thị Ví Dụ', 'Lê Thị Ví Dụ'],
    ['Lê Thị Ví Dụ', 'Lê Thị Ví Dụ'], ['Tên', 'Tên'],
  ])('takes the name out of “%s”', async (words, name) => {
    const villager = await world.neighbour('1');

    await villager.says('phát biểu', '1', words, 'Đề nghị xã làm lại đường thôn', 'đăng ký');

    expect((await world.stores.speakers.list('tap-duot'))[0]!.name).toBe(name);
  });

  it('takes a sentence in the middle of registering for what the speech is about', async () => {
    const villager = await world.neighbour('1');

    await villager.says('phát biểu', 'Tôi muốn nói về đường thôn hỏng nặng', '1', 'Lê Thị Ví Dụ', 'và cả cái cống đầu làng nữa', 'đăng ký');

    expect((await world.stores.speakers.list('tap-duot'))[0]!.content)
      .toBe('Tôi muốn nói về đường thôn hỏng nặng\nvà cả cái cống đầu làng nữa');
  });

  it('answers thanks with thanks', async () => {
    const villager = await world.neighbour('1');

    expect(await villager.says('Cảm ơn nhé')).toMatch(/không có gì/);
  });

  it('keeps an own number that is shared unasked, and no other', async () => {
    const villager = await world.neighbour('1');

    await villager.sends({ kind: 'contact', phone: '84912345678', own: false });
    expect(villager.last().text).toContain('chưa ghi');
    await villager.sends({ kind: 'contact', phone: '84987654321', own: true });

    expect(villager.last().text).toContain('Tôi đã ghi số điện thoại');
    expect((await world.stores.people.ofChat('xa-tap-duot', villager.chat))!.phone).toBe('0987654321');
  });

  it('asks about a voice note, a film and a file by their names', async () => {
    const villager = await world.neighbour('1');

    for (const [kind, word] of [['voice', 'lời ghi âm'], ['video', 'đoạn phim'], ['file', 'tệp']] as const) {
      await villager.sends({ kind: 'media', files: [{ kind, ref: kind }] });
      expect(villager.last().text).toContain(word);
      await villager.says('huỷ');
    }
  });
});

describe('a chat that is bound to no commune yet', () => {
  let world: World;

  beforeEach(async () => {
    world = await createWorld(PLANS);
  });
  afterEach(() => world.close());

  it('asks for the commune before it calls a person', async () => {
    const villager = world.person('1');

    await villager.says('gặp cán bộ');
    expect(villager.last()).toMatchObject({ text: expect.stringContaining('xã nào'), choices: [{ id: 'tap-duot' }, { id: 'gia-phuc-2026' }] });
    await villager.presses('Gia Phúc');

    expect(villager.last().text).toContain('Ủy ban MTTQ xã Gia Phúc');
    expect(await world.stores.chats.get(villager.chat)).toMatchObject({ wantsPerson: true });
  });

  it('keeps an album and further words until the commune is named', async () => {
    const villager = world.person('1');
    for (const ref of ['a', 'b']) await villager.sends({ kind: 'media', files: [{ kind: 'photo', ref }], album: 'x' });

    await villager.says('Rác đổ đầy bờ mương', 'tập dượt', 'đồng ý', 'Bến Gió', 'gửi');

    const [petition] = await world.stores.petitions.all({});
    expect(petition).toMatchObject({ code: 'TD-0001', text: 'Rác đổ đầy bờ mương' });
    expect(petition!.attachments).toHaveLength(2);
  });
});
