/**
 * The web chat as a `Channel`. The outbox itself is the record of what the bot said: sending means telling the pages
 * that are open to look there, and a page that comes back later reads what it missed.
 */
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { FileStore } from '../../models/files.ts';
import type { ChatKey, InboundMessage } from '../../models/message.ts';
import type { OutboxStore } from '../../models/stores/outbox.ts';
import type { Capabilities, Channel, ChannelHealth, Take } from '../channel.ts';
import { fileKind } from './file-kinds.ts';
import { follow, type Follower, type Listener } from './follow.ts';
import { CHAT_PREFIX, tidyName, toFileFields, toInbound, toMediaInbound } from './incoming.ts';

export interface WebChatOptions {
  stores: { outbox: Pick<OutboxStore, 'sentSince'> };
  files: Pick<FileStore, 'save' | 'read'>;
  clock: Clock;
  log: Log;
  /** How often an open page looks for answers that another process sent, in milliseconds. */
  pollMs?: number;
}

/** What became of a page's message; a rejection means that it could not be saved and may be sent again. */
export type Received = { status: 'saved' } | { status: 'invalid' } | { status: 'file-refused' };

/** A file as a page uploads it. */
export interface UploadedFile { name: string; mime: string; content: Buffer }

/** The page's side of the channel. Chat ids are without the channel's prefix. */
export interface WebChat {
  /** Text, choice, location or start. The same message id again changes nothing and is answered `saved`. */
  receive(chatId: string, body: unknown): Promise<Received>;
  /** Stores the file first, then takes the message that carries it. */
  upload(chatId: string, fields: unknown, file: UploadedFile): Promise<Received>;
  /**
   * Tells what the bot said after `afterOrder`, then everything new, until the returned function is called; also while
   * the channel is stopped, for what was received before is still answered.
   */
  subscribe(chatId: string, afterOrder: number, listener: Listener): () => void;
}

/** Why a message did not go out; kept with it for staff. */
const FOREIGN_CHAT = 'Cuộc trò chuyện này không thuộc trang web.';

const CAPABILITIES: Capabilities = {
  buttons: true,
  edit: false,
  // A page has no limit of its own; more than this is tiring to read in one piece.
  maxText: 8000,
  initiate: true,
  reactions: false,
  pace: { perChat: 0, perAccount: 0 },
};

/** Starts nothing by itself; `receive` and `upload` reject until the channel is started. */
export function createWebChatChannel({ stores, files, clock, log, pollMs = 2000 }: WebChatOptions): Channel & WebChat {
  const followers = new Map<ChatKey, Set<Follower>>();
  const underWay = new Set<Promise<void>>();
  let state: ChannelHealth['state'] = 'stopped';
  let connectedSince: Date | undefined;
  let lastMessageAt: Date | undefined;
  let take: Take | undefined;

  async function takeIn(message: InboundMessage): Promise<Received> {
    if (!take) throw new Error('The web chat is not started.');
    const taking = take(message);
    underWay.add(taking);
    try {
      await taking;
    } finally {
      underWay.delete(taking);
    }
    lastMessageAt = clock();
    return { status: 'saved' };
  }

  return {
    name: 'web',
    account: 'web',
    chatPrefix: CHAT_PREFIX,
    capabilities: CAPABILITIES,
    pausable: false,

    async start(starting) {
      if (take) throw new Error('The web chat is started already.');
      take = starting;
      state = 'up';
      connectedSince = clock();
    },

    async stop() {
      take = undefined;
      state = 'stopped';
      await Promise.allSettled(underWay);
    },

    async send(chat) {
      if (!chat.startsWith(CHAT_PREFIX)) return { status: 'refused', reason: FOREIGN_CHAT };
      for (const follower of followers.get(chat) ?? []) follower.nudge();
      return { status: 'sent' };
    },

    async download(ref) {
      return /^[0-9a-f]{64}$/.test(ref) ? files.read(ref) : null;
    },

    health: () => ({ name: 'web', account: 'web', state, connectedSince, lastMessageAt }),

    async receive(chatId, body) {
      const message = toInbound(chatId, body);
      return message ? takeIn(message) : { status: 'invalid' };
    },

    async upload(chatId, fields, { name, mime, content }) {
      const parsed = toFileFields(fields);
      if (!parsed) return { status: 'invalid' };
      const found = fileKind(content, mime);
      if (!found) return { status: 'file-refused' };
      if (!take) throw new Error('The web chat is not started.');
      const ref = await files.save(content);
      return takeIn(toMediaInbound(chatId, parsed, {
        kind: found.kind, ref, name: tidyName(name) ?? `tep.${found.ending}`, mime: found.mime, size: content.length,
      }));
    },

    subscribe(chatId, after, listener) {
      const chat = `${CHAT_PREFIX}${chatId}`;
      const follower = follow({ outbox: stores.outbox, chat, after, listener, pollMs, log });
      const ofChat = followers.get(chat) ?? new Set();
      followers.set(chat, ofChat.add(follower));
      return () => {
        follower.stop();
        ofChat.delete(follower);
        if (ofChat.size === 0 && followers.get(chat) === ofChat) followers.delete(chat);
      };
    },
  };
}
