import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFakeZaloBot, type FakeZaloBotApi } from '../../fakes/zalo-bot/server.ts';
import { createInbox, createOn, createRecordingLog, until } from './stage.ts';

describe('download', () => {
  let fake: FakeZaloBotApi;
  const { log, entries } = createRecordingLog();

  beforeEach(async () => {
    fake = await createFakeZaloBot();
    entries.length = 0;
  });

  afterEach(() => fake.close());

  /** Sends a voice and returns its reference and a channel to fetch it with. */
  async function received(options: Parameters<typeof createOn>[1] = {}) {
    const inbox = createInbox();
    const channel = createOn(fake, { log, ...options });
    await channel.start(inbox.take);
    fake.bot.user('lan').sendsVoice(Buffer.from('tiếng nói'));
    await until(() => expect(inbox.messages).toHaveLength(1));
    await channel.stop();
    const { content } = inbox.messages[0]!;
    return { channel, ref: content.kind === 'media' ? content.files[0]!.ref : '' };
  }

  it('fetches the content', async () => {
    const { channel, ref } = await received();

    expect((await channel.download(ref))?.toString()).toBe('tiếng nói');
  });

  it.each([403, 404, 410])('has nothing once the address answers %s', async (code) => {
    const { channel, ref } = await received();
    fake.bot.fail('file', { code });

    expect(await channel.download(ref)).toBeNull();
    expect(entries.at(-1)?.fields).toMatchObject({ reason: 'gone' });
  });

  it.each([{ code: 500 }, { code: 429 }, { hang: true } as const])('is worth another try after %o', async (failure) => {
    const { channel, ref } = await received({ timing: { fileMs: 200 } });
    fake.bot.fail('file', failure);

    const trying = channel.download(ref);

    await expect(trying).rejects.toThrow('another try may help');
    await expect(trying).rejects.not.toHaveProperty('cause');
    expect((await channel.download(ref))?.toString()).toBe('tiếng nói');
  });

  it('is worth another try while nobody listens', async () => {
    const { channel, ref } = await received();
    await fake.goDown();

    await expect(channel.download(ref)).rejects.toThrow('another try may help');
  });
});
