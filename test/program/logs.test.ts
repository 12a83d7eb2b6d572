/** Whatever happens, the log tells no words, name, number, chat or token. */
import { expect, it, onTestFinished } from 'vitest';
import { createFakeBotApi } from '../fakes/bot-api/server.ts';
import { eventually, startProgram, temporaryFolder } from './program.ts';
import { createVillager } from './villager.ts';

it('the log of a day with much trouble names nobody', async () => {
  const telegram = await createFakeBotApi({ token: '123456:an-invented-token-of-this-test' });
  onTestFinished(() => telegram.close());
  const program = startProgram({
    DATA_DIR: temporaryFolder(), LOG_LEVEL: 'debug', WEB_CHAT: 'on',
    TELEGRAM_BOT_TOKEN: telegram.bot.token, TELEGRAM_API_ROOT: telegram.url,
  });
  const address = await program.address;
  const lan = telegram.bot.user(987654321, { firstName: 'Mỹ', lastName: 'Lanh' });
  const villager = createVillager(() => program.address);

  // A whole journey on Telegram, with a photo that cannot be fetched, refusals, a flood limit and rubbish.
  lan.says('Ao làng bốc mùi cá chết nồng nặc, đề nghị xã xử lý');
  await lan.hears(/đồng ý không/, 15_000);
  telegram.bot.fail('sendMessage', { code: 429, retryAfter: 0 });
  lan.presses(/đồng ý/i);
  await lan.hears(/thôn nào/);
  lan.says('Bến Gió');
  await lan.hears(/Tôi gửi nhé/);
  telegram.bot.fail('file', { code: 404 });
  lan.sendsPhoto(Buffer.from('ảnh'), 'Ảnh chụp ao cá chết');
  await lan.hears(/Tôi gửi nhé/);
  lan.presses(/^Gửi/);
  await lan.hears(/TD-0001/);
  for (const said of ['phát biểu', '1', 'Trần Mỹ Lanh', 'Nói về ao cá chết']) {
    const before = lan.heard.length;
    lan.says(said);
    await telegram.bot.until(() => lan.heard.length > before, said);
  }
  lan.shares({ phone: '84905123456', name: 'Mỹ Lanh' });
  telegram.bot.push({ message: { message_id: 'x', text: 'tin hỏng mùi cá chết' } });
  lan.pressesData('giả|mạo|cá chết');
  telegram.bot.fail('sendMessage', { code: 400, description: 'Bad Request: cá chết Mỹ Lanh' });
  lan.says('Trần Mỹ Lanh, 0905 123 456');
  // The same on the web, with a body that is none.
  await villager.says('Trần Mỹ Lanh đây: ao cá chết, gọi 0905123456');
  const refused = await villager.tries('message-1', { kind: 'text', text: { $ne: 'cá chết' } });
  lan.blocks();
  lan.says('cá chết lần cuối');
  await telegram.bot.until(() => telegram.bot.queue.pending().length === 0, 'all is confirmed');
  await eventually('the page is answered', async () => (await villager.heard()).length > 0);

  const health = await (await fetch(`${address}/healthz`)).text();
  program.kill();
  const { code } = await program.ended;
  const output = program.output();

  expect(code).toBe(0);
  expect(refused).toBe(400);
  // It did log, and one line an event.
  const lines = output.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as { msg: string });
  expect(lines.map(({ msg }) => msg)).toEqual(expect.arrayContaining([
    'connected to Telegram', 'a message waits for its network', 'a message did not arrive', 'a malformed update was passed over',
  ]));
  const secrets = /cá chết|ao làng|Lanh|0?905 ?123 ?456|987654321|an-invented-token/i;
  expect(output).not.toMatch(secrets);
  expect(health).not.toMatch(secrets);
  expect(output).not.toContain(villager.cookie!.split('=')[1]!);
}, 60_000);
