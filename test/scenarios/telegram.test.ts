/** The real program against the fake Bot API: what villagers with Telegram live through, and what is stored of it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApp, type App } from '../../app.ts';
import { createClassifier } from '../../classifier/index.ts';
import { readConfig, type Config } from '../../config.ts';
import { openData, type Data } from '../../data.ts';
import { silentLog } from '../../log.ts';
import type { JsonExport } from '../../reports/json.ts';
import { renderExport } from '../../reports/index.ts';
import { createFakeBotApi, type FakeBotApi, type FakeUser } from '../fakes/bot-api/server.ts';

const STORY = 'Đường trước nhà văn hoá ngập nước';
const classifier = createClassifier();

let dataDir: string;
let telegram: FakeBotApi;
let app: App;
let data: Data;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'doi-thoai-'));
  telegram = await createFakeBotApi();
});
afterEach(async () => {
  await app.stop();
  await telegram.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** Starts the program as `npm start` does, with Telegram as its only network. */
async function starts(more: Partial<Config> = {}, env: Record<string, string> = {}): Promise<void> {
  const begun = performance.now();
  const first = new Date('2026-11-21T03:00:00Z').getTime();
  // Runs as a clock does, from a day of our own: the pace of sending goes by it.
  const clock = () => new Date(first + performance.now() - begun);
  const read = readConfig({
    DATA_DIR: dataDir, PORT: '0', TELEGRAM_BOT_TOKEN: telegram.bot.token, TELEGRAM_API_ROOT: telegram.url, ...env,
  });
  const config = { ...read, ...more };
  data = await openData({ config, clock, alone: true, classifier });
  app = await createApp({ config, data, clock, log: silentLog });
  await app.start();
}

/** What `cli -- export --format json` writes. */
async function exported(): Promise<JsonExport> {
  const [plan] = data.plans;
  const rows = await data.lists.exportData(plan!, undefined, {});
  const content = await renderExport('json', { plan: plan!, ...rows, now: new Date('2026-11-22T03:00:00Z'), by: 'topic' });
  return JSON.parse(content.toString()) as JsonExport;
}

/** Somebody who has agreed, named the hamlet and sent one petition. */
async function neighbour(id: number): Promise<FakeUser> {
  const user = telegram.bot.user(id);
  user.says(STORY);
  await user.hears(/đồng ý không/);
  user.presses('Tôi đồng ý');
  await user.hears(/thôn nào/);
  user.says('ben gio');
  await user.hears(/Tôi gửi nhé/);
  user.presses('Gửi');
  await user.hears(/TD-\d{4}/);
  return user;
}

const labels = (user: FakeUser) => user.heard.at(-1)?.reply_markup?.inline_keyboard?.flat().map(({ text }) => text);

describe('Telegram by polling', () => {
  it('takes a petition with a photo, splits it, and exports the exact words', async () => {
    await starts();
    const user = await neighbour(7);
    const words = '1. Đường liên thôn <b>hỏng</b>, đề nghị xã sửa chữa\n2. Đề nghị mở lớp dạy nghề may cho chị em phụ nữ';

    user.sendsPhoto(Buffer.from('ảnh đường hỏng'), words);
    await user.hears(/2 việc/);
    user.presses('Tách riêng');
    await user.hears(/Kèm 1 ảnh/);
    user.says('gui');
    await user.hears(/TD-0002, TD-0003/);
    await app.idle();

    const { petitions } = await exported();
    expect(petitions.map(({ code, receipt, hamlet, channel, attachments }) => ({ code, receipt, hamlet, channel, attachments }))).toEqual([
      { code: 'TD-0001', receipt: 'TD-0001', hamlet: 'Bến Gió', channel: 'telegram', attachments: 0 },
      { code: 'TD-0002', receipt: 'TD-0002', hamlet: 'Bến Gió', channel: 'telegram', attachments: 1 },
      { code: 'TD-0003', receipt: 'TD-0002', hamlet: 'Bến Gió', channel: 'telegram', attachments: 0 },
    ]);
    expect(petitions[0]!.text).toBe(STORY);
    expect(petitions[1]!.wholeMessage).toBe(words);
    expect([petitions[1]!.topic, petitions[2]!.topic]).toEqual(['traffic_irrigation', 'employment']);
    const [stored] = await data.stores.attachments.ofChat(`tg:${telegram.bot.id}:7`);
    expect((await data.fileStore.read(stored!.file!))?.toString()).toBe('ảnh đường hỏng');
    expect(telegram.bot.calls.filter(({ payload }) => 'parse_mode' in payload)).toEqual([]);
  });

  it('keeps every photo of an album under one answer, and a contact that is shared unasked', async () => {
    await starts();
    const user = await neighbour(7);
    const heard = user.heard.length;

    user.album([Buffer.from('một'), Buffer.from('hai'), Buffer.from('ba')], 'Rác đổ đầy bờ mương');
    await user.hears(/Tôi gửi nhé/);
    await app.idle();
    expect(user.heard.length).toBe(heard + 1);
    user.presses('Gửi');
    await user.hears(/TD-0002/);
    user.shares({ phone: '84987654321', name: 'Lan' });
    await user.hears(/ghi số điện thoại/);
    await app.idle();

    expect((await exported()).petitions[1]).toMatchObject({ text: 'Rác đổ đầy bờ mương', attachments: 3 });
    expect((await data.stores.people.ofChat('xa-tap-duot', `tg:${telegram.bot.id}:7`))!.phone).toBe('0987654321');
  });

  it('asks for the own number with the key below the text, and takes the key away again', async () => {
    await starts();
    const user = await neighbour(7);

    user.says('/dulieu');
    await user.hears(/đang lưu/);
    user.presses('Sửa điện thoại');
    await user.hears(/Số điện thoại của ông\/bà/);
    user.presses(/số điện thoại/);
    const answer = await user.hears(/Đã sửa/);

    expect(answer.reply_markup?.remove_keyboard).toBe(true);
    expect((await data.stores.people.ofChat('xa-tap-duot', `tg:${telegram.bot.id}:7`))!.phone).toBe('0900000000');
  });

  it('registers to speak, looks up, adds an edited wording, and erases', async () => {
    await starts();
    const user = await neighbour(7);
    user.says('/phatbieu');
    await user.hears(/hội nghị nào/);
    user.presses(/Nhân dân các thôn/);
    await user.hears(/họ tên/);
    user.says('Lê Thị Ví Dụ');
    await user.hears(/phát biểu về việc gì/);
    user.says('Đề nghị xã làm lại đường thôn');
    await user.hears(/đăng ký nhé/);
    user.presses('Đăng ký');
    await user.hears(/phát biểu thứ 1/);
    expect((await exported()).speakers).toMatchObject([{ content: 'Đề nghị xã làm lại đường thôn', seat: 1 }]);

    const first = user.says('Trạm y tế hết thuốc bảo hiểm đã hai tuần');
    await user.hears(/Tôi gửi nhé/);
    user.presses('Gửi');
    await user.hears(/TD-0002/);
    user.edits(first, 'Trạm y tế hết thuốc bảo hiểm đã ba tuần');
    await user.hears(/lời cũ vẫn giữ nguyên/);
    user.says('td 2');
    await user.hears(/TD-0002[\s\S]*hai tuần/);
    expect((await exported()).petitions[1]).toMatchObject({
      text: 'Trạm y tế hết thuốc bảo hiểm đã hai tuần', additions: [{ text: 'Trạm y tế hết thuốc bảo hiểm đã ba tuần' }],
    });

    user.says('/xoa');
    await user.hears(/chắc chắn/);
    user.presses('Xoá');
    await user.hears(/Đã xoá/);
    const { petitions, speakers } = await exported();
    expect(petitions.map(({ text, erased, additions }) => ({ text, erased, additions })))
      .toEqual([{ text: '', erased: true, additions: [] }, { text: '', erased: true, additions: [] }]);
    expect(JSON.stringify(speakers)).not.toContain('đường thôn');
  });

  it('follows a deep link with commune, hamlet and what to begin with', async () => {
    await starts({}, { PLANS: 'tap-duot,gia-phuc-2026' });
    const [writer, speaker] = [telegram.bot.user(7), telegram.bot.user(8)];

    writer.opens('tap-duot_h-cau-may');
    await writer.hears(/xã Tập Dượt[\s\S]*đồng ý không/);
    writer.says(STORY);
    await writer.hears(/không phải gõ lại/);
    writer.presses('Tôi đồng ý');
    await writer.hears(/Cầu Mây[\s\S]*Tôi gửi nhé/);
    writer.presses('Gửi');
    await writer.hears(/TD-0001/);
    speaker.opens('tap-duot_h-cau-may_d-phatbieu');
    await speaker.hears(/đồng ý không/);
    speaker.presses('Tôi đồng ý');
    await speaker.hears(/hội nghị nào/);

    expect((await exported()).petitions).toMatchObject([{ text: STORY, hamletId: 'cau-may' }]);
  });

  it('answers an old button, forged button data and a sticker kindly, and goes on', async () => {
    await starts();
    const user = telegram.bot.user(7);
    user.says(STORY);
    await user.hears(/đồng ý không/);
    const old = user.heard.at(-1)!.reply_markup!.inline_keyboard![0]![0]!.callback_data!;
    user.pressesData(old);
    await user.hears(/thôn nào/);

    for (const forged of [old, 'd1|send|' + 'x'.repeat(40), 'no:idea', `d1|${'{"$ne":1}'}|a`]) {
      user.pressesData(forged);
      await user.hears(/câu hỏi trước[\s\S]*thôn nào/);
    }
    user.sendsSticker();
    await user.hears(/không cho tôi xem/);
    user.presses(/Bến Gió/);
    await user.hears(/Tôi gửi nhé/);

    expect(labels(user)).toEqual(['Gửi', 'Sửa', 'Huỷ']);
    expect((await exported()).petitions).toEqual([]);
  });

  it('introduces itself to a group, and takes nothing from there that is not said to it', async () => {
    await starts();
    const group = telegram.bot.group(-100);

    group.addsBot('administrator');
    group.member(8).says(STORY);
    await neighbour(7);

    const [notice, ...more] = group.heard.map(({ text }) => text);
    expect(notice).toContain(`gọi @${telegram.bot.username}, trả lời tin của tôi, hoặc có #doithoai_tapduot`);
    expect(more).toEqual([]);
    expect((await exported()).petitions).toHaveLength(1);
    for (const id of [-100, 8]) expect(await data.stores.chats.get(`tg:${telegram.bot.id}:${id}`)).toBeNull();
  });

  it('brings somebody of a group whom it may not write to into the private chat, with what they said', async () => {
    await starts();
    const group = telegram.bot.group(-100);
    group.addsBot();
    const said = group.member(9).says(`@${telegram.bot.username} ${STORY}`);
    await telegram.bot.until(() => group.heard.length === 2, 'the line in the group');

    const user = telegram.bot.user(9);
    user.opens(/\?start=(\S+)/.exec(group.heard[1]!.text)?.[1]);
    await user.hears(/đồng ý không/);
    user.presses('Tôi đồng ý');
    await user.hears(/thôn nào/);
    user.says('ben gio');
    await user.hears(/Tôi gửi nhé/);
    user.presses('Gửi');
    await user.hears(/TD-0001/);

    expect((await exported()).petitions).toMatchObject([{ text: STORY }]);
    expect(group.reactions()).toEqual({ [said]: '✍' });
    expect(group.heard).toHaveLength(2);
    expect(JSON.stringify(await data.stores.petitions.page({ plan: 'tap-duot' }))).not.toContain('-100');
  });

  it('says everything once and in order when Telegram asks to slow down in the middle', async () => {
    await starts();
    const user = await neighbour(7);
    telegram.bot.fail('sendMessage', { code: 429, retryAfter: 1 }, 2);

    user.says('/hoinghi');
    user.says('Trạm y tế hết thuốc bảo hiểm đã hai tuần');
    await user.hears(/Chủ trì/, 15_000);
    await user.hears(/Trạm y tế[\s\S]*Tôi gửi nhé/, 15_000);

    expect(user.heard.filter(({ text }) => text.includes('Chủ trì'))).toHaveLength(1);
  });

  it('keeps the petition of somebody who blocks the bot, and talks again when they come back', async () => {
    await starts();
    const user = await neighbour(7);
    user.says('Trạm y tế hết thuốc bảo hiểm đã hai tuần');
    await user.hears(/Tôi gửi nhé/);

    user.presses('Gửi');
    user.blocks();
    await telegram.bot.until(() => telegram.bot.queue.pending().length === 0, 'the press is taken');
    await app.idle();
    const chat = `tg:${telegram.bot.id}:7`;
    expect((await exported()).petitions).toHaveLength(2);
    expect((await data.stores.chats.get(chat))!.deadReason).toMatch(/chặn/);
    user.unblocks();
    user.says('td 2');
    await user.hears(/TD-0002/);

    expect((await data.stores.chats.get(chat))!.deadReason).toBeUndefined();
  });

  it('loses nothing and repeats nothing over a restart', async () => {
    await starts();
    const user = await neighbour(7);
    user.says('Trạm y tế hết thuốc bảo hiểm đã hai tuần');
    await user.hears(/Tôi gửi nhé/);
    const heard = user.heard.length;

    await app.stop();
    user.presses('Gửi');
    await starts();
    await user.hears(/TD-0002/);
    await app.idle();

    expect(user.heard.length).toBe(heard + 1);
    expect((await exported()).petitions.map(({ code }) => code)).toEqual(['TD-0001', 'TD-0002']);
  });
});

describe('Telegram by webhook', () => {
  it('takes a petition through POST /webhooks/telegram, and refuses what has not the secret', async () => {
    const port = await freePort();
    const publicUrl = `http://127.0.0.1:${port}`;
    const { token } = telegram.bot;
    await starts({ port, publicUrl, telegram: { token, apiRoot: telegram.url, webhookSecret: 'an-invented-secret' } });
    await telegram.bot.until(() => telegram.bot.webhook.url() !== '', 'the webhook is set');

    const forged = await fetch(`${publicUrl}/webhooks/telegram`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': 'wrong' },
      body: JSON.stringify({ update_id: 1, message: { message_id: 1, date: 1, chat: { id: 9, type: 'private' }, text: 'giả mạo' } }),
    });
    await neighbour(7);
    await app.idle();

    expect(forged.status).toBeGreaterThanOrEqual(400);
    expect((await exported()).petitions).toMatchObject([{ code: 'TD-0001', text: STORY, channel: 'telegram' }]);
    expect(telegram.bot.count('getUpdates')).toBe(0);
    expect(telegram.bot.webhook.deliveries.map(({ status }) => status).every((status) => status === 200)).toBe(true);
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
