import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWorld, type World } from './world.ts';

let world: World;

beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

describe('what is stored about me', () => {
  it('shows it and lets it be corrected', async () => {
    const villager = await world.neighbour('1');

    await villager.says('dữ liệu của tôi');
    expect(villager.last().text).toMatch(/thôn Bến Gió[\s\S]*1 ý kiến/);
    await villager.says('sửa điện thoại', '123');
    expect(villager.last().text).toContain('mười chữ số');
    await villager.says('+84 912 345 678', 'dữ liệu của tôi');

    expect(villager.last().text).toContain('0912345678');
  });

  it('takes a shared contact only when it is the own one', async () => {
    const villager = await world.neighbour('1');
    await villager.says('dữ liệu của tôi', 'sửa điện thoại');

    await villager.sends({ kind: 'contact', phone: '0987654321', own: false });
    expect(villager.last().text).toContain('mười chữ số');
    await villager.sends({ kind: 'contact', phone: '84987654322', own: true });

    expect((await world.stores.people.ofChat('xa-tap-duot', villager.chat))!.phone).toBe('0987654322');
  });

  it('withdraws the consent: what was sent stays, nothing new is taken without asking', async () => {
    const villager = await world.neighbour('1');

    await villager.says('dữ liệu của tôi', 'rút đồng ý');
    expect(villager.last().text).toContain('Đã rút đồng ý');
    await villager.says('Trạm y tế hết thuốc bảo hiểm đã hai tuần');

    expect(villager.last().text).toContain('Ông/bà có đồng ý không');
    expect(await world.stores.petitions.all({})).toHaveLength(1);
  });

  it('erases words, photo, name and chat after one question, and leaves the count', async () => {
    const villager = await world.neighbour('1');
    world.channel.files.set('photo-1', Buffer.from('ảnh'));
    await villager.sends({ kind: 'media', files: [{ kind: 'photo', ref: 'photo-1' }], text: 'Rác đổ đầy bờ mương' });
    await villager.says('gửi', 'phát biểu', '1', 'Lê Thị Ví Dụ', 'Đề nghị xã làm lại đường thôn', 'đăng ký');
    const [photo] = await world.stores.attachments.ofChat(villager.chat);

    await villager.says('xoá dữ liệu của tôi');
    expect(villager.last().text).toContain('không lấy lại được');
    await villager.says('xoá');

    const petitions = await world.stores.petitions.all({});
    expect(petitions.map(({ text, person, chat, hamlet }) => ({ text, person, chat, hamlet }))).toEqual([
      { text: '', hamlet: 'ben-gio' }, { text: '', hamlet: 'ben-gio' },
    ]);
    expect(petitions.every(({ history }) => history.at(-1)!.what === 'erased')).toBe(true);
    expect(await world.fileStore.read(photo!.file!)).toBeNull();
    expect((await world.stores.speakers.list('tap-duot'))[0]).toMatchObject({ name: '', content: '', status: 'withdrawn' });
    expect(await world.stores.people.ofChat('xa-tap-duot', villager.chat)).toBeNull();
    expect((await world.stores.outbox.sentSince(villager.chat, 0, 100)).map(({ message }) => message.text).join()).not.toMatch(/Rác|Lê Thị/);
  });

  it('keeps what is held as a denunciation, and says so', async () => {
    const villager = await world.neighbour('1');
    await villager.says('Tôi tố cáo ông trưởng thôn ăn chặn tiền hỗ trợ của bà con', 'gửi');

    await villager.says('/xoa', 'xoá');

    expect(villager.last().text).toMatch(/trừ TD-0002/);
    const [first, held] = await world.stores.petitions.all({});
    expect(first!.text).toBe('');
    expect(held!.text).toContain('tố cáo');
  });

  it('does nothing on "không"', async () => {
    const villager = await world.neighbour('1');

    await villager.says('/xoa', 'không');

    expect((await world.stores.petitions.all({}))[0]!.text).not.toBe('');
  });
});
