/**
 * What every channel promises, whatever its network. A new channel runs this suite through a harness that plays the
 * network and one person on it, and names what its network does not know (`lacks`). One
 * file, though long: it is the list of promises, and is read as one.
 *
 * @example
 * describeChannel('web chat', async () => ({ channel, chat, says, heard, close }));
 */
import { EventEmitter, once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Channel } from '../../bot/channel.ts';
import { printed } from '../../bot/printed-choices.ts';
import type { ChatKey, InboundMessage } from '../../models/message.ts';

/** A message as the person sees it; `labels` are what can be pressed under it. */
export interface Seen {
  text: string;
  labels: readonly string[];
}

export interface ChannelHarness {
  /** Made, not started. */
  channel: Channel;
  /** The person's chat; they have opened it already, so that the channel may write there. */
  chat: ChatKey;
  /**
   * The person sends this. Resolves once their app has it; delivering, and delivering again when the channel did not
   * take it, is the network's (or the browser's) part and goes on in the background, also while the channel is stopped.
   */
  says(text: string): void | Promise<void>;
  /** All that arrived at the person so far, oldest first. */
  heard(): readonly Seen[] | Promise<readonly Seen[]>;
  /** Presses the newest button with this label. Needed when `capabilities.buttons`. */
  presses?(label: string): void | Promise<void>;
  sendsPhoto?(bytes: Buffer, caption: string): void | Promise<void>;
  /** From now on nothing reaches the person. */
  blocks?(): void | Promise<void>;
  /** The network refuses the next message for a while. */
  refusesForPace?(): void | Promise<void>;
  close(): Promise<void>;
}

const PATIENCE = { timeout: 5_000, interval: 5 };

/** What a network may not know: buttons, people who block the bot, a pace that it insists on. */
export interface Lacks { buttons?: true; blocking?: true; pace?: true }

/** Registers the suite under `name`; `setup` is called before each test. */
export function describeChannel(name: string, setup: () => Promise<ChannelHarness>, lacks: Lacks = {}): void {
  describe(`channel contract: ${name}`, () => {
    let harness: ChannelHarness;
    let taken: InboundMessage[];

    async function take(message: InboundMessage): Promise<void> {
      taken.push(message);
    }

    function words(messages = taken): string[] {
      return messages.map(({ content }) => ('text' in content && content.text) || content.kind);
    }

    async function until(check: () => void | Promise<void>): Promise<void> {
      await vi.waitFor(check, PATIENCE);
    }

    beforeEach(async () => {
      taken = [];
      harness = await setup();
    });

    afterEach(async () => {
      await harness.channel.stop();
      await harness.close();
    });

    it('names itself: the account is part of the prefix of its chats', () => {
      const { channel, chat } = harness;

      expect(channel.chatPrefix).toContain(channel.account);
      expect(chat.startsWith(channel.chatPrefix)).toBe(true);
    });

    it('hands over each message once, in order, with its own key', async () => {
      await harness.channel.start(take);

      for (const text of ['một', 'hai', 'ba']) await harness.says(text);

      await until(() => expect(words()).toEqual(['một', 'hai', 'ba']));
      expect(new Set(taken.map(({ key }) => key)).size).toBe(3);
      expect(new Set(taken.map(({ messageId }) => messageId)).size).toBe(3);
      for (const message of taken) {
        expect(message).toMatchObject({ chat: harness.chat, channel: harness.channel.name });
      }
    });

    it.each([
      ['markup', '<b>Đường</b> *thôn* _2_ [x](y) =HYPERLINK("a")'],
      ['decomposed letters and an invisible space', `${'Cống thoát nước'.normalize('NFD')}\u200B hỏng`],
      ['only emoji', '🙏🏽👍'],
      ['an object in braces', '{"$gt": ""}'],
    ])('hands over the words character for character: %s', async (_, text) => {
      await harness.channel.start(take);

      await harness.says(text);

      await until(() => expect(taken).toHaveLength(1));
      expect(taken[0]?.content).toEqual({ kind: 'text', text });
    });

    it('brings a message again, under the same key, when it could not be saved', async () => {
      const tries: InboundMessage[] = [];
      await harness.channel.start(async (message) => {
        tries.push(message);
        if (tries.length === 1) throw new Error('disk full');
        await take(message);
      });

      await harness.says('đừng để mất');

      await until(() => expect(words()).toEqual(['đừng để mất']));
      expect(tries[0]?.key).toBe(taken[0]?.key);
    });

    it('keeps the order of a chat when one message had to be brought again', async () => {
      let refused = false;
      await harness.channel.start(async (message) => {
        if (!refused) {
          refused = true;
          throw new Error('disk full');
        }
        if (!taken.some(({ key }) => key === message.key)) await take(message);
      });

      await harness.says('trước');
      await harness.says('sau');

      await until(() => expect(words()).toEqual(['trước', 'sau']));
    });

    it('brings a text to the person as it is', async () => {
      const text = 'Xin chào bà con!\n<b>không</b> _phải_ *chữ đậm* & "ngoặc"';
      await harness.channel.start(take);

      const result = await harness.channel.send(harness.chat, { text });

      expect(result.status).toBe('sent');
      await until(async () => expect((await harness.heard()).map((seen) => seen.text)).toEqual([text]));
    });

    it('brings a text of exactly the greatest length whole', async () => {
      const text = 'ộ'.repeat(harness.channel.capabilities.maxText);
      await harness.channel.start(take);

      const result = await harness.channel.send(harness.chat, { text });

      expect(result.status).toBe('sent');
      await until(async () => expect((await harness.heard()).at(-1)?.text).toBe(text));
    });

    it('never cuts a longer text: refused, or whole', async () => {
      const text = 'ộ'.repeat(harness.channel.capabilities.maxText + 1);
      await harness.channel.start(take);

      const { status } = await harness.channel.send(harness.chat, { text });

      expect(['refused', 'sent']).toContain(status);
      const heard = (await harness.heard()).map((seen) => seen.text);
      expect(heard).toEqual(status === 'sent' ? [text] : []);
    });

    const QUESTION = {
      text: 'Bà con muốn gửi kiến nghị này không?',
      prompt: 'petition.confirm',
      choices: [
        { id: 'send', label: 'Đúng, gửi' },
        { id: 'edit', label: 'Sửa lại' },
      ],
    };

    /** As the outbox hands it over. */
    const asked = () => (harness.channel.capabilities.buttons ? QUESTION : printed(QUESTION));

    it('offers choices as buttons, or as numbered lines where there are none', async () => {
      await harness.channel.start(take);

      await harness.channel.send(harness.chat, asked());

      await until(async () => expect(await harness.heard()).toHaveLength(1));
      const seen = (await harness.heard())[0]!;
      expect(seen.text.startsWith(QUESTION.text)).toBe(true);
      if (harness.channel.capabilities.buttons) expect(seen.labels).toEqual(['Đúng, gửi', 'Sửa lại']);
      else expect(seen.text).toMatch(/1.*Đúng, gửi\n.*2.*Sửa lại/);
    });

    it('hands over a digit as the words that it is', async () => {
      await harness.channel.start(take);
      await harness.channel.send(harness.chat, asked());

      await harness.says('2');

      await until(() => expect(taken.map(({ content }) => content)).toEqual([{ kind: 'text', text: '2' }]));
    });

    if (!lacks.buttons) it('hands over a pressed button with its question', async () => {
      const presses = needs(harness.presses, 'buttons');
      await harness.channel.start(take);
      await harness.channel.send(harness.chat, QUESTION);
      await until(async () => expect(await harness.heard()).toHaveLength(1));

      await presses('Sửa lại');

      const choice = { kind: 'choice', prompt: 'petition.confirm', choice: 'edit' };
      await until(() => expect(taken.map(({ content }) => content)).toEqual([choice]));
    });

    it('hands over a photo whose content can be fetched', async () => {
      const sendsPhoto = needs(harness.sendsPhoto, 'photos');
      const bytes = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('một tấm ảnh')]);
      await harness.channel.start(take);

      await sendsPhoto(bytes, 'Mương trước nhà');

      await until(() => expect(taken).toHaveLength(1));
      const { content } = taken[0]!;
      expect(content).toMatchObject({ kind: 'media', text: 'Mương trước nhà', files: [{ kind: 'photo' }] });
      const ref = content.kind === 'media' ? content.files[0]!.ref : '';
      expect(await harness.channel.download(ref)).toEqual(bytes);
    });

    it('has nothing behind a reference that it never gave', async () => {
      await harness.channel.start(take);

      expect(await harness.channel.download('../../etc/no-such-reference')).toBeNull();
    });

    it('does not write into a chat of another network', async () => {
      await harness.channel.start(take);

      const { status } = await harness.channel.send('elsewhere:1:2', { text: 'Xin chào' });

      expect(['refused', 'dead']).toContain(status);
      expect(await harness.heard()).toEqual([]);
    });

    if (!lacks.blocking) it('says that a chat is dead when the person blocked it', async () => {
      const blocks = needs(harness.blocks, 'blocking');
      await harness.channel.start(take);
      await blocks();

      const result = await harness.channel.send(harness.chat, { text: 'Xin chào' });

      expect(result.status).toBe('dead');
    });

    if (!lacks.pace) it('says when to try again when the network asks for a slower pace', async () => {
      const refusesForPace = needs(harness.refusesForPace, 'a pace');
      await harness.channel.start(take);
      await refusesForPace();

      const refused = await harness.channel.send(harness.chat, { text: 'Xin chào' });
      const again = await harness.channel.send(harness.chat, { text: 'Xin chào' });

      expect(refused.status === 'retry' && refused.afterMs).toBeGreaterThan(0);
      expect(again.status).toBe('sent');
    });

    it('tells its health from start to stop', async () => {
      await harness.channel.start(take);
      await until(() => expect(harness.channel.health().state).toBe('up'));
      const { name: network, account, connectedSince } = harness.channel.health();

      await harness.channel.stop();

      expect({ network, account }).toEqual({ network: harness.channel.name, account: harness.channel.account });
      expect(connectedSince).toBeInstanceOf(Date);
      expect(harness.channel.health().state).toBe('stopped');
    });

    it('hears nothing after stop(), and starts again with nothing lost', async () => {
      const later: InboundMessage[] = [];
      await harness.channel.start(take);
      await until(() => expect(harness.channel.health().state).toBe('up'));
      await harness.channel.stop();

      await harness.says('trong lúc tắt');
      await harness.channel.start(async (message) => void later.push(message));
      await harness.says('sau khi mở lại');

      await until(() => expect(words(later)).toEqual(['trong lúc tắt', 'sau khi mở lại']));
      expect(taken).toEqual([]);
    });

    it('waits in stop() for what is being saved', async () => {
      const events: string[] = [];
      const gate = new EventEmitter();
      await harness.channel.start(async () => {
        events.push('begun');
        await once(gate, 'open');
        events.push('saved');
      });
      await harness.says('đang lưu');
      await until(() => expect(events).toEqual(['begun']));

      const stopping = harness.channel.stop().then(() => events.push('stopped'));
      setTimeout(() => gate.emit('open'), 50);
      await stopping;

      expect(events).toEqual(['begun', 'saved', 'stopped']);
    });

    it('can be stopped twice and before it was started', async () => {
      await harness.channel.stop();
      await harness.channel.start(take);

      await Promise.all([harness.channel.stop(), harness.channel.stop()]);

      expect(harness.channel.health().state).toBe('stopped');
    });
  });
}

/** The ability; a harness without it fails the test, unless its network is said to lack it. */
function needs<T>(ability: T | undefined, what: string): T {
  if (ability !== undefined) return ability;
  throw new Error(`the harness has no ${what}; say so in \`lacks\` when the network has none`);
}
