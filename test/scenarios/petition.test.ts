import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWorld, type World } from './world.ts';

let world: World;

beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

const petitions = () => world.stores.petitions.all({});

describe('first contact', () => {
  it('says that a machine speaks and that it is a rehearsal, and offers two equal ways', async () => {
    const villager = world.person('1');

    await villager.says('Đường vào thôn ổ gà nhiều quá');

    expect(villager.last().text).toMatch(/trợ lý tự động[\s\S]*AI/);
    expect(villager.last().text).toContain('TẬP DƯỢT');
    expect(villager.last().choices?.map(({ label }) => label)).toEqual(['Tôi đồng ý', 'Không đồng ý']);
  });

  it('takes up after "đồng ý" what was written before: nobody types it twice', async () => {
    const villager = world.person('1');

    await villager.says('Đường vào thôn ổ gà nhiều quá', 'mưa xuống là ngập không đi được', 'dong y', 'bến gió', '1');

    const [petition] = await petitions();
    expect(petition!.text).toBe('Đường vào thôn ổ gà nhiều quá\nmưa xuống là ngập không đi được');
  });

  it('keeps nothing of somebody who does not agree, and tells the way on paper', async () => {
    const villager = world.person('1');

    await villager.says('Đường vào thôn ổ gà nhiều quá', '2');

    expect(villager.last().text).toMatch(/không lưu gì[\s\S]*giấy/);
    expect(await petitions()).toEqual([]);
    expect((await world.stores.chats.get(villager.chat))!.conversation).toBeNull();
    expect(await world.stores.people.ofChat('xa-tap-duot', villager.chat)).toBeNull();
  });

  it('forgets after a day what was written before a consent that never came', async () => {
    const villager = world.person('1');
    await villager.says('Đường vào thôn ổ gà nhiều quá');

    world.wait(25 * 3_600_000);
    await world.stores.chats.dropConversationsBefore(new Date(world.clock().getTime() - 24 * 3_600_000));

    expect((await world.stores.chats.get(villager.chat))!.conversation).toBeNull();
  });

  it('begins with the menu for a greeting, not with a petition', async () => {
    const villager = await world.neighbour('1');

    await villager.says('xin chào');

    expect(villager.last().choices?.map(({ label }) => label)).toContain('Gửi ý kiến');
    expect(await petitions()).toHaveLength(1);
  });
});

describe('sending a petition', () => {
  it('takes the first sentence, asks only for what is missing, and gives a receipt', async () => {
    const villager = world.person('7');

    await villager.says('Đường vào thôn ổ gà nhiều quá, đề nghị xã sửa');
    await villager.presses('Tôi đồng ý');
    expect(villager.last().text).toContain('thôn nào');
    await villager.says('ben gio');
    expect(villager.last().text).toContain('Đường vào thôn ổ gà nhiều quá');
    await villager.says('gui');

    expect(villager.last().text).toMatch(/TD-0001[\s\S]*Hội nghị/);
    const [petition] = await petitions();
    expect(petition).toMatchObject({
      code: 'TD-0001', text: 'Đường vào thôn ổ gà nhiều quá, đề nghị xã sửa', hamlet: 'ben-gio', status: 'classified',
      topic: 'traffic_irrigation', conference: 'nhan-dan',
    });
  });

  it('asks for the hamlet once and remembers it', async () => {
    const villager = await world.neighbour('1', 'Gò Nắng');

    await villager.says('Trạm y tế hết thuốc bảo hiểm đã hai tuần');

    expect(villager.last().text).toMatch(/thôn Gò Nắng[\s\S]*Tôi gửi nhé/);
  });

  it.each(['1', '1.', 'số 1', 'Gửi', 'GỬI', 'gui', 'gưi', 'ok', 'đồng ý', 'vâng'])('sends it for the answer “%s”', async (answer) => {
    const villager = await world.neighbour('1');

    await villager.says('Trạm y tế hết thuốc bảo hiểm đã hai tuần', answer);

    expect(await petitions()).toHaveLength(2);
  });

  it('keeps the words character for character', async () => {
    const villager = await world.neighbour('1');
    const words = '  Đường “làng” ổ gà\tnhiều quá… <b>sửa</b> *giúp* =HYPERLINK("x") 😀 \u0000\u200b ';

    await villager.says(words, 'gửi');

    expect((await petitions())[1]!.text).toBe(words);
  });

  it('adds what comes in further messages before sending, photos too', async () => {
    const villager = await world.neighbour('1');
    world.channel.files.set('photo-1', Buffer.from('ảnh'));

    await villager.says('Cống thoát nước đầu thôn bị tắc');
    await villager.sends({ kind: 'media', files: [{ kind: 'photo', ref: 'photo-1' }] });
    await villager.says('nước thải chảy tràn ra đường rất hôi', 'gửi');

    const petition = (await petitions())[1]!;
    expect(petition.text).toBe('Cống thoát nước đầu thôn bị tắc\nnước thải chảy tràn ra đường rất hôi');
    const [photo] = await world.stores.attachments.byIds(petition.attachments);
    expect(photo!.state).toBe('stored');
    expect(await world.fileStore.read(photo!.file!)).toEqual(Buffer.from('ảnh'));
  });

  it('asks what a photo without words is about, and takes it alone when there is nothing to add', async () => {
    const villager = await world.neighbour('1');

    await villager.sends({ kind: 'media', files: [{ kind: 'photo', ref: 'p' }] });
    expect(villager.last().text).toContain('Ảnh này nói về việc gì');
    await villager.presses('Không cần viết thêm');
    await villager.says('gửi');

    expect((await petitions())[1]).toMatchObject({ text: '' });
    expect((await petitions())[1]!.attachments).toHaveLength(1);
  });

  it('answers once for an album, and keeps every photo of it', async () => {
    const villager = await world.neighbour('1');
    const before = villager.heard().length;

    for (const ref of ['a', 'b', 'c']) {
      await villager.sends({ kind: 'media', files: [{ kind: 'photo', ref }], album: 'album-1', ...(ref === 'a' && { text: 'Rác đổ đầy bờ mương' }) });
    }
    expect(villager.heard().length).toBe(before + 1);
    await villager.says('gửi');

    expect((await petitions())[1]!.attachments).toHaveLength(3);
  });

  it('offers several requests as several petitions under one receipt', async () => {
    const villager = await world.neighbour('1');
    const text = '1. Đường liên thôn hỏng, đề nghị xã sửa chữa\n2. Đề nghị mở lớp dạy nghề may cho chị em phụ nữ';

    await villager.says(text);
    expect(villager.last().text).toContain('2 việc');
    await villager.presses('Tách riêng');
    await villager.says('gửi');

    const [, first, second] = await petitions();
    expect(first!.receipt).toBe(second!.receipt);
    expect([first!.wholeMessage, second!.wholeMessage]).toEqual([text, text]);
    expect(text).toContain(first!.text);
    expect(text).toContain(second!.text);
    expect([first!.topic, second!.topic]).toEqual(['traffic_irrigation', 'employment']);
    expect(villager.last().text).toContain('TD-0002, TD-0003');
  });

  it('sends nothing after "huỷ", at any step', async () => {
    const villager = await world.neighbour('1');

    await villager.says('Trạm y tế hết thuốc bảo hiểm đã hai tuần', 'huỷ');

    expect(villager.last().text).toContain('không gửi gì');
    expect(await petitions()).toHaveLength(1);
  });

  it('lets the text be written anew and the hamlet corrected', async () => {
    const villager = await world.neighbour('1');

    await villager.says('Trạm y tế hết thuốc', 'sửa', 'sửa nội dung', 'Trạm y tế thôn hết thuốc bảo hiểm từ đầu tháng');
    expect(villager.last().text).toContain('từ đầu tháng');
    await villager.says('sửa', 'sửa thôn', 'cầu mây', 'gửi');

    expect((await petitions())[1]).toMatchObject({ text: 'Trạm y tế thôn hết thuốc bảo hiểm từ đầu tháng', hamlet: 'cau-may' });
  });

  it('goes back to the question before', async () => {
    const villager = world.person('1');

    await villager.says('Đường vào thôn ổ gà nhiều quá', 'đồng ý', 'bến gió', 'quay lại');

    expect(villager.last().text).toContain('thôn nào');
  });

  it('passes over the questions when somebody is in danger', async () => {
    const villager = world.person('1');

    await villager.says('Cứu với, nước lũ ngập tới mái nhà, có người già mắc kẹt', 'đồng ý');

    expect(villager.last().text).toMatch(/113[\s\S]*114[\s\S]*115[\s\S]*TD-0001/);
    expect((await petitions())[0]).toMatchObject({ urgent: true });
  });

  it('holds a denunciation back, says where it goes, and lets the author say that it is a petition', async () => {
    const villager = await world.neighbour('1');

    await villager.says('Tôi tố cáo ông trưởng thôn ăn chặn tiền hỗ trợ của bà con', 'gửi');
    expect(villager.last().text).toMatch(/TD-0002[\s\S]*tố cáo/);
    expect((await petitions())[1]).toMatchObject({ status: 'held' });
    await villager.says('TD-0002 là kiến nghị');

    expect((await petitions())[1]).toMatchObject({ status: 'classified' });
  });

  it('adds an edited message to its petition and keeps the first wording', async () => {
    const villager = await world.neighbour('1');
    const message = { kind: 'text', text: 'Trạm y tế hết thuốc bảo hiểm đã hai tuần' } as const;
    await villager.sends(message, { messageId: 'm1' });
    await villager.says('gửi');

    await villager.sends({ ...message, text: 'Trạm y tế hết thuốc bảo hiểm đã ba tuần' }, { messageId: 'm1', edited: true });

    const petition = (await petitions())[1]!;
    expect(petition.text).toBe('Trạm y tế hết thuốc bảo hiểm đã hai tuần');
    expect(petition.additions.map(({ text }) => text)).toEqual(['Trạm y tế hết thuốc bảo hiểm đã ba tuần']);
    expect(villager.last().text).toContain('TD-0002');
  });
});

describe('misunderstandings', () => {
  it('never shows the same prompt twice, and offers a person the second time', async () => {
    const villager = world.person('1');
    await villager.says('Đường vào thôn ổ gà nhiều quá', 'đồng ý');
    const question = villager.last().text;

    await villager.says('???');
    const first = villager.last().text;
    await villager.says('abc');
    const second = villager.last().text;

    expect(first).not.toBe(question);
    expect(second).toMatch(/gặp cán bộ|điện thoại/);
    expect(second).not.toContain(first);
  });

  it('answers an old button kindly and asks again', async () => {
    const villager = world.person('1');
    await villager.says('Đường vào thôn ổ gà nhiều quá');
    const { prompt } = villager.last();
    await villager.says('đồng ý');

    await villager.sends({ kind: 'choice', prompt: prompt!, choice: 'yes' });

    expect(villager.last().text).toMatch(/câu hỏi trước[\s\S]*thôn nào/);
  });

  it('calls a person at any step and keeps the place', async () => {
    const villager = world.person('1');
    await villager.says('Đường vào thôn ổ gà nhiều quá', 'đồng ý', 'gặp cán bộ');

    expect(villager.last().text).toContain('đã báo cán bộ');
    expect((await world.stores.chats.get(villager.chat))!.wantsPerson).toBe(true);
    await villager.says('bến gió', 'gửi');

    expect(await petitions()).toHaveLength(1);
  });

  it('answers what the network hides with a way to a person', async () => {
    const villager = await world.neighbour('1');

    await villager.sends({ kind: 'unsupported', what: 'sticker' });

    expect(villager.last().text).toMatch(/không cho tôi xem/);
  });

  it.each(['', '   ', '\u200b\u200b', '😀😀😀', '...', '\u0007'])('answers %j without storing a petition', async (text) => {
    const villager = await world.neighbour('1');
    const before = villager.heard().length;

    await villager.says(text);

    expect(villager.heard().length).toBeGreaterThan(before);
    expect(await petitions()).toHaveLength(1);
  });

  it('takes 50,000 characters whole', async () => {
    const villager = await world.neighbour('1');
    const long = 'Đường hỏng nhiều năm nay chưa sửa. '.repeat(1_429);

    await villager.says(long, 'gửi');

    expect((await petitions())[1]!.text).toBe(long);
  });
});

describe('hamlets', () => {
  it.each([['thon ben gio', 'ben-gio'], ['Bến  Gíó', 'ben-gio'], ['tui ở cầu mây', 'cau-may'], ['Đồng Mớ', 'dong-mo']])(
    'understands “%s”', async (answer, hamlet) => {
      const villager = await world.neighbour('1', answer);

      expect((await petitions())[0]).toMatchObject({ hamlet });
      expect(villager.last().text).toContain('TD-0001');
    },
  );

  it('takes a petition from somebody who would rather not say', async () => {
    await world.neighbour('1', 'không muốn nói');

    expect((await petitions())[0]!.hamlet).toBeUndefined();
  });
});
