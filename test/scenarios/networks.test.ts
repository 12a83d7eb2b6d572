/**
 * What a villager lives through, word for word the same on every network: the real program behind fakes of the
 * networks' servers. What is stored is the same too, but for the channel. One file, though long: it is the promise that
 * nobody is worse off for the network that they have.
 */
import { describe, expect, it, vi } from 'vitest';
import type { Network, Villager } from './networks/network.ts';
import { createProgram, type Program } from './networks/program.ts';
import { createTelegram } from './networks/telegram.ts';
import { createWebChat } from './networks/web-chat.ts';
import { createZaloBot } from './networks/zalo-bot.ts';
import { createZaloPersonal } from './networks/zalo-personal.ts';

// What the account waits so as not to be taken for a machine, and before it tries again; all else is as it runs.
vi.mock('../../bot/zalo-personal/timing.ts', async (original) => {
  const { TIMING } = await original<typeof import('../../bot/zalo-personal/timing.ts')>();
  const distances = { askCodeMs: 5, settleMs: 20, gapMs: 2, jitterMs: 2 };
  return { TIMING: { ...TIMING, ...distances, backOffMs: 20, backOffMaxMs: 200, askAgainMs: 20 } };
});

const NETWORKS: [string, () => Promise<Network>][] = [
  ['Telegram', createTelegram],
  ['the Zalo Bot Platform', createZaloBot],
  ['a personal Zalo account', createZaloPersonal],
  ['the web chat', createWebChat],
];

/** Everything but the page of the web chat, which keeps by itself what was not taken, and knows no groups. */
const MESSENGERS = NETWORKS.filter(([name]) => name !== 'the web chat');

// Whole journeys, on machines that may have more to do.
vi.setConfig({ testTimeout: 60_000 });

const STORY = 'Đường trước nhà văn hoá ngập nước';
const PHOTO = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('ảnh đường hỏng')]);
const TWO = ['1. Đường liên thôn <b>hỏng</b>, đề nghị xã sửa chữa', '2. Đề nghị mở lớp dạy nghề may cho chị em phụ nữ'];
const WITH_PHOTO = TWO.join('\n');
const UNACCENTED = 'tram y te het thuoc bao hiem da hai tuan nay roi a';
const SPEECH = 'Đề nghị xã làm lại đường thôn';
/** Out of what neighbours say to each other. */
const CHATTER = ['thuốc hạ sốt Ví Dụ', 'bác Bình sang lấy', 'ra trạm y tế mua'];

async function run<N extends Network>(open: () => Promise<N>): Promise<{ network: N; program: Program }> {
  const network = await open();
  const program = await createProgram(network);
  await program.starts();
  return { network, program };
}

/** Somebody agrees, names the hamlet and sends a first petition. */
async function introduces(villager: Villager, code = 'TD-0001'): Promise<void> {
  await villager.says(STORY);
  await villager.hears(/đồng ý không/);
  await villager.answers('Tôi đồng ý');
  await villager.hears(/thôn nào/);
  await villager.says('ben gio');
  await villager.hears(/Tôi gửi nhé/);
  await villager.answers('Gửi');
  await villager.hears(new RegExp(code));
}

describe.each(NETWORKS)('on %s', (_, open) => {
  it('takes petitions, a registration to speak and a look-up, keeps each once, and erases them', async () => {
    const { network, program } = await run(open);
    const lan = network.villager('Lan');

    await introduces(lan);
    await lan.repeats();
    await lan.sendsPhoto(PHOTO, WITH_PHOTO);
    await lan.hears(/2 việc/);
    await lan.answers('Tách riêng');
    await lan.hears(/Kèm 1 ảnh[\s\S]*Tôi gửi nhé/);
    await lan.says('1');
    await lan.hears(/TD-0002, TD-0003/);
    await lan.says(UNACCENTED);
    await lan.repeats();
    await lan.hears(/tram y te[\s\S]*Tôi gửi nhé/);
    await lan.says('gui');
    await lan.hears(/TD-0004/);

    await lan.says('dang ky phat bieu');
    await lan.hears(/hội nghị nào/);
    await lan.answers(/Nhân dân các thôn/);
    await lan.hears(/họ tên/);
    await lan.says('Lê Thị Ví Dụ');
    await lan.hears(/phát biểu về việc gì/);
    await lan.says(SPEECH);
    await lan.hears(/đăng ký nhé/);
    await lan.answers('Đăng ký');
    await lan.hears(/phát biểu thứ 1/);

    await lan.says('td 1');
    await lan.hears(/TD-0001[\s\S]*đang tổng hợp[\s\S]*ngập nước/);
    await program.app.idle();

    const { petitions, speakers } = await program.exported();
    expect(petitions).toEqual([
      petition('TD-0001', { text: STORY, topic: 'traffic_irrigation' }),
      petition('TD-0002', {
        text: TWO[0], wholeMessage: WITH_PHOTO, attachments: 1, topic: 'traffic_irrigation',
      }),
      petition('TD-0003', {
        receipt: 'TD-0002', text: TWO[1], wholeMessage: WITH_PHOTO, topic: 'employment',
      }),
      petition('TD-0004', { text: UNACCENTED, topic: expect.any(String) }),
    ]);
    expect(speakers).toMatchObject([{ content: SPEECH, hamlet: 'ben-gio', seat: 1 }]);
    expect(await photosOf(program, lan)).toEqual([PHOTO]);

    await lan.says('xoá dữ liệu của tôi');
    await lan.hears(/không lấy lại được/);
    await lan.answers('Xoá');
    await lan.hears(/Đã xoá/);
    await program.app.idle();

    const after = await program.exported();
    expect(after.petitions.map(({ text, erased, channel }) => ({ text, erased, channel })))
      .toEqual(Array.from({ length: 4 }, () => ({ text: '', erased: true, channel: network.channel })));
    const remembered = await program.remembered();
    for (const words of [STORY, 'dạy nghề may', UNACCENTED, SPEECH, 'Lê Thị Ví Dụ']) {
      expect(remembered).not.toContain(words);
    }
    expect(await photosOf(program, lan)).toEqual([]);

    function petition(code: string, more: Record<string, unknown>): unknown {
      return {
        code, receipt: code, hamlet: 'Bến Gió', hamletId: 'ben-gio', topicName: expect.any(String),
        office: expect.any(String), officeName: expect.any(String), status: 'classified', conference: 'nhan-dan',
        receivedAt: expect.any(String), additions: [], attachments: 0, erased: false, channel: network.channel, ...more,
      };
    }
  });
});

describe.each(MESSENGERS)('in a group on %s', (_, open) => {
  it('hears only what is said to it, takes that up in private, and remembers nothing else', async () => {
    const { network, program } = await run(open);
    const [lan, binh] = [network.villager('Lan'), network.villager('Bình')];
    const group = await network.group!();

    group.says(binh, 'Cháu nhà tôi sốt cao, ai có thuốc hạ sốt Ví Dụ không?');
    group.says(lan, 'Nhà tôi còn, bác Bình sang lấy nhé');
    group.asksBot(lan, 'Cống đầu ngõ bị tắc, nước tràn vào nhà');
    group.says(binh, 'Thôi tôi ra trạm y tế mua vậy');
    await lan.hears(/trong nhóm[\s\S]*đồng ý không/);
    await lan.answers('Tôi đồng ý');
    await lan.hears(/thôn nào/);
    await lan.says('ben gio');
    await lan.hears(/Cống đầu ngõ[\s\S]*Tôi gửi nhé/);
    await lan.answers('Gửi');
    await lan.hears(/TD-0001/);
    await group.acknowledged();
    await program.app.idle();

    const { petitions } = await program.exported();
    expect(petitions).toMatchObject([{ text: 'Cống đầu ngõ bị tắc, nước tràn vào nhà', channel: network.channel }]);
    expect(group.heard()).toEqual([]);
    expect(await binh.heard()).toEqual([]);
    const remembered = await program.remembered();
    expect(remembered).toContain('Cống đầu ngõ');
    for (const words of CHATTER) expect(remembered).not.toContain(words);
    await program.stops();
    expect(await program.onDisk('Cống đầu ngõ')).toBe(true);
    for (const words of CHATTER) expect(await program.onDisk(words)).toBe(false);
    await program.starts();
  });
});

describe('on a personal Zalo account', () => {
  it('withdraws the petition whose message is taken back, and tells its author', async () => {
    const { network: { zalo, villager }, program } = await run(createZaloPersonal);
    const lan = villager('Lan');
    await introduces(lan);
    const person = zalo.user(idOf(lan));
    const sent = person.says('Trạm y tế hết thuốc bảo hiểm đã hai tuần');
    await lan.hears(/Tôi gửi nhé/);
    await lan.answers('Gửi');
    await lan.hears(/TD-0002/);

    person.recalls(sent);
    await lan.hears(/thu hồi[\s\S]*rút TD-0002/);
    await program.app.idle();

    const petitions = await program.data.stores.petitions.all({});
    expect(petitions.map(({ code, status }) => [code, status]))
      .toEqual([['TD-0001', 'classified'], ['TD-0002', 'withdrawn']]);
  });

  it('is silent where somebody of the commune writes by hand, and speaks again two hours later', async () => {
    const { network: { zalo, villager }, program } = await run(createZaloPersonal);
    const [lan, binh] = [villager('Lan'), villager('Bình')];
    await introduces(lan);
    const heard = (await lan.heard()).length;

    zalo.operatorTypes(idOf(lan), 'Tôi là cán bộ xã, mời bà mai ra gặp');
    await lan.says('Vâng, sáng mai tôi ra, cảm ơn cán bộ');
    await introduces(binh, 'TD-0002');
    await program.app.idle();
    expect((await lan.heard()).slice(heard)).toEqual(['Tôi là cán bộ xã, mời bà mai ra gặp']);
    expect(await program.remembered()).not.toMatch(/mai ra gặp|sáng mai tôi ra/);
    program.wait(2 * 3_600_000);
    await lan.says('td 1');

    await lan.hears(/TD-0001[\s\S]*đang tổng hợp/);
  });
});

describe('when the line to Zalo breaks again and again', () => {
  it('loses nothing, answers once and in order', async () => {
    const { network: { zalo, villager }, program } = await run(createZaloPersonal);
    const [lan, binh] = [villager('Lan'), villager('Bình')];
    await introduces(lan);
    const heard = (await lan.heard()).length;

    zalo.drop(1006);
    await lan.says('Trạm y tế hết thuốc bảo hiểm đã hai tuần');
    await lan.hears(/Tôi gửi nhé/);
    zalo.goesOffline();
    await lan.answers('Gửi');
    await binh.says(UNACCENTED);
    program.wait(10 * 60_000);
    zalo.goesOnline();
    await lan.hears(/TD-0002/);
    await binh.hears(/đồng ý không/);
    const id = idOf(lan);
    // The library forgets what follows a damaged message in the same frame.
    zalo.together(() => {
      zalo.user(id).sends('webchat', null);
      zalo.user(id).says('td 1');
    });
    await lan.hears(/TD-0001[\s\S]*đang tổng hợp/);
    await program.app.idle();

    const answers = (await lan.heard()).slice(heard);
    expect(answers.filter((text) => /Trạm y tế[\s\S]*Tôi gửi nhé/.test(text))).toHaveLength(1);
    expect(answers.filter((text) => text.includes('TD-0002'))).toHaveLength(1);
    expect(answers.filter((text) => text.includes('TD-0001'))).toHaveLength(1);
    expect(await binh.heard()).toHaveLength(1);
    expect((await program.exported()).petitions.map(({ code }) => code)).toEqual(['TD-0001', 'TD-0002']);
    expect(zalo.connections()).toBeGreaterThanOrEqual(3);
  });
});

describe.each(MESSENGERS)('after a stop, on %s', (_, open) => {
  it('answers all that was written meanwhile, in order, once', async () => {
    const { network, program } = await run(open);
    const [lan, binh] = [network.villager('Lan'), network.villager('Bình')];
    await introduces(lan);
    await lan.says('Trạm y tế hết thuốc bảo hiểm đã hai tuần');
    await lan.hears(/Tôi gửi nhé/);
    const heard = (await lan.heard()).length;

    await program.stops();
    await lan.answers('Gửi');
    await lan.says('td 1');
    await binh.says(UNACCENTED);
    program.wait(10 * 60_000);
    await program.starts();
    await lan.hears(/TD-0002/);
    await lan.hears(/TD-0001[\s\S]*đang tổng hợp/);
    await binh.hears(/đồng ý không/);
    await lan.repeats();
    await lan.says('td 2');
    await lan.hears(/TD-0002[\s\S]*đang tổng hợp/);
    await program.app.idle();

    expect((await lan.heard()).length).toBe(heard + 3);
    expect(await binh.heard()).toHaveLength(1);
    expect((await program.exported()).petitions.map(({ code }) => code)).toEqual(['TD-0001', 'TD-0002']);
  });
});

/** The network's own id of somebody. */
function idOf(villager: Villager): string {
  return villager.chat().split(':')[2]!;
}

async function photosOf({ data }: Program, villager: Villager): Promise<(Buffer | null)[]> {
  const stored = await data.stores.attachments.ofChat(villager.chat());
  return Promise.all(stored.map(({ file }) => data.fileStore.read(file!)));
}
