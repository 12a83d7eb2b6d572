import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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

  it('has nothing when Telegram has the file no more', async () => {
    const { channel, ref } = await received();
    fake.bot.fail('file', { code: 404 });

    expect(await channel.download(ref)).toBeNull();
  });

  it.each(['getFile', 'file'])('rejects, to be tried again, when %s fails for a while; no token in sight', async (step) => {
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
