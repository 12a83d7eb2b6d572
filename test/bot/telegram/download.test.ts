import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TelegramApi } from '../../../bot/telegram/api.ts';
import { MAX_FILE_BYTES } from '../../../bot/public-file.ts';
import { download } from '../../../bot/telegram/download.ts';
import { createFakeBotApi, type FakeBotApi } from '../../fakes/bot-api/server.ts';
import { createInbox, createOn, createRecordingLog, until } from './stage.ts';

describe('download', () => {
  let fake: FakeBotApi;

  beforeEach(async () => {
    fake = await createFakeBotApi({ prefix: '/proxy' });
  });

  afterEach(() => fake.close());

  /** Sends a document and returns its reference and a channel to fetch it with. */
  async function received(size?: number) {
    const { log, entries } = createRecordingLog();
    const inbox = createInbox();
    const channel = createOn(fake, { log });
    await channel.start(inbox.take);
    fake.bot.user(7).sendsFile(Buffer.from('nội dung'), { name: 'don.txt', mime: 'text/plain', size });
    await until(() => expect(inbox.messages).toHaveLength(1));
    await channel.stop();
    const { content } = inbox.messages[0]!;
    return { channel, entries, ref: content.kind === 'media' ? content.files[0]!.ref : '' };
  }

  it('fetches the content', async () => {
    const { channel, ref } = await received();

    expect((await channel.download(ref))?.toString()).toBe('nội dung');
  });

  it('has nothing above 20 MB, and logs why', async () => {
    const { channel, ref, entries } = await received(20 * 1024 * 1024 + 1);

    expect(await channel.download(ref)).toBeNull();
    expect(entries.at(-1)?.fields).toMatchObject({ reason: 'too big' });
  });

  it('stops reading at 20 MB when more comes than was announced', async () => {
    const inbox = createInbox();
    const channel = createOn(fake);
    await channel.start(inbox.take);
    fake.bot.user(7).sendsFile(Buffer.alloc(20 * 1024 * 1024 + 1), { name: 'a', mime: 'text/plain', size: 5 });
    await until(() => expect(inbox.messages).toHaveLength(1));
    await channel.stop();

    const content = await channel.download('file-1');

    expect(content?.length).toBeUndefined();
  });

  it.each([
    ['a size above the limit', { file_path: 'files/a', file_size: MAX_FILE_BYTES + 1 }, 'too big'],
    ['no path', {}, 'no path'],
    ['a path on its own disk', { file_path: '/etc/hostname' }, 'on the disk of a local Bot API server'],
  ])('fetches nothing when another Bot API server names %s', async (_, file, reason) => {
    const { log, entries } = createRecordingLog();
    const api = { call: async () => file, fileUrl: () => new URL(fake.url) } as unknown as TelegramApi;

    expect(await download('ref', { api, log, timeoutMs: 1_000 })).toBeNull();
    expect(entries.map(({ fields }) => fields.reason)).toEqual([reason]);
  });

  it('has nothing when Telegram has the file no more', async () => {
    const { channel, ref } = await received();
    fake.bot.fail('file', { code: 404 });

    expect(await channel.download(ref)).toBeNull();
  });

  it.each(['getFile', 'file'])('rejects, to be tried again, when %s fails; no token in sight', async (step) => {
    const { channel, ref, entries } = await received();
    fake.bot.fail(step, { code: 502 });

    const error = await channel.download(ref).catch((caught: Error) => caught);

    expect(error).toBeInstanceOf(Error);
    const seen = `${String(error)} ${(error as Error).stack} ${JSON.stringify([error, entries])}`;
    expect(seen).not.toContain('an-invented-token');
    expect((await channel.download(ref))?.toString()).toBe('nội dung');
  });

  it('rejects, to be tried again, when the network is down', async () => {
    const { channel, ref } = await received();
    await fake.goDown();

    await expect(channel.download(ref)).rejects.toThrow('getFile: unreachable');
  });
});
