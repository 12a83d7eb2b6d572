/** A network of the test: people write into it by hand, and what the bot says is read from it. */
import type { Capabilities, Channel, SendResult, Take } from '../../bot/channel.ts';
import type { ChatKey, InboundContent, InboundMessage, OutboundMessage } from '../../models/message.ts';
import { matchChoice, plain } from '../../handlers/conversation/understand.ts';

export interface ScriptedChannel extends Channel {
  /** Everything that was sent, in order. */
  readonly sent: { chat: ChatKey; message: OutboundMessage }[];
  /** What the next sends come to; then they arrive again. */
  failNext(...results: SendResult[]): void;
  person(id: string): ScriptedPerson;
  /** Files that can be fetched. */
  files: Map<string, Buffer>;
}

export interface ScriptedPerson {
  readonly chat: ChatKey;
  says(text: string): Promise<void>;
  sends(content: InboundContent, extra?: Partial<InboundMessage>): Promise<InboundMessage>;
  /** Presses the button with this label under the last question. */
  presses(label: string): Promise<void>;
  /** The bot's messages to this person. */
  heard(): string[];
  last(): OutboundMessage;
}

export function createScriptedChannel(capabilities: Partial<Capabilities> = {}): ScriptedChannel {
  const sent: ScriptedChannel['sent'] = [];
  const results: SendResult[] = [];
  const files = new Map<string, Buffer>();
  let take: Take | undefined;
  let messages = 0;

  return {
    name: 'telegram', account: '1', chatPrefix: 'tg:1:', sent, files,
    capabilities: {
      buttons: true, edit: true, maxText: 4096, initiate: false, reactions: true,
      pace: { perChat: 0, perAccount: 0 }, ...capabilities,
    },
    async start(taker) { take = taker; },
    async stop() { take = undefined; },
    async send(chat, message) {
      const result = results.shift() ?? { status: 'sent' };
      if (result.status === 'sent' || result.status === 'unknown') sent.push({ chat, message });
      return result;
    },
    download: async (ref) => files.get(ref) ?? null,
    health: () => ({ name: 'telegram', account: '1', state: 'up' }),
    failNext: (...next) => { results.push(...next); },

    person(id) {
      const chat = `tg:1:${id}`;
      const mine = () => sent.filter((entry) => entry.chat === chat).map(({ message }) => message);
      const person: ScriptedPerson = {
        chat,
        async sends(content, extra = {}) {
          const n = ++messages;
          const message: InboundMessage = {
            key: `tg:1:${n}`, channel: 'telegram', chat, messageId: String(n), content, ...extra,
          };
          await take!(message);
          return message;
        },
        async says(text) { await person.sends({ kind: 'text', text }); },
        async presses(label) {
          const { choices = [], prompt = '' } = person.last();
          const choice = matchChoice(label, choices) ?? choices.find((one) => plain(one.label).includes(plain(label)));
          if (!choice) {
            const labels = choices.map((one) => one.label).join(', ');
            throw new Error(`no button “${label}” under “${person.last().text}”: ${labels}`);
          }
          await person.sends({ kind: 'choice', prompt, choice: choice.id });
        },
        heard: () => mine().map(({ text }) => text),
        last: () => mine().at(-1) ?? { text: '' },
      };
      return person;
    },
  };
}
