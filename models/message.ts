/**
 * What crosses between the networks and the handlers: one shape for every network, free of any vendor's types.
 */

/** Networks that the program speaks; `paper` and `import` are how a petition came that no chat brought. */
export const CHANNELS = ['zalo-bot', 'zalo-personal', 'telegram', 'web', 'import', 'paper'] as const;
export type ChannelName = (typeof CHANNELS)[number];

/** Names one chat on one account of one network: `tg:<bot>:<chat>`, `zb:<bot>:<chat>`, `zp:<account>:<person>`, `web:<id>`. */
export type ChatKey = string;

/** What a file is to a reader. */
export type AttachmentKind = 'photo' | 'file' | 'voice' | 'video';

/** A file as a network announces it: `ref` fetches it there, until our own copy is stored. */
export interface IncomingFile {
  kind: AttachmentKind;
  /** The network's handle (Telegram's `file_id`), or the id of a file that is stored already. */
  ref: string;
  name?: string;
  mime?: string;
  /** Bytes, as far as the network says. */
  size?: number;
}

/** What a message holds; what we do not know is `unsupported`, never an error. */
export type InboundContent =
  | { kind: 'text'; text: string }
  /** A button was pressed; `prompt` names the question that it belonged to. */
  | { kind: 'choice'; prompt: string; choice: string }
  /** Photos, files, a voice note; `text` is the caption. Parts of one album share `album`. */
  | { kind: 'media'; files: IncomingFile[]; text?: string; album?: string }
  | { kind: 'location'; latitude: number; longitude: number }
  | { kind: 'contact'; phone: string; name?: string; own: boolean }
  /** The chat was opened, perhaps through a deep link. */
  | { kind: 'start'; payload?: string }
  /** The sender took back the message `messageId`. */
  | { kind: 'recalled' }
  /** Somebody of the commune wrote in this chat by hand, on the bot's own account; their words are not taken in. */
  | { kind: 'operator' }
  /** Something that the network hides from bots or that has no meaning here (sticker, poll). */
  | { kind: 'unsupported'; what: string };

/** One message of a person, as saved in the inbox before the network is told that it arrived. */
export interface InboundMessage {
  /**
   * Unique for ever: `tg:<bot>:<update_id>`, `zb:<bot>:<message_id>`, `zp:<account>:<msgId>`, `web:<digest>`; it does not
   * tell the chat. A second one with the same key is a repetition.
   */
  key: string;
  channel: ChannelName;
  chat: ChatKey;
  /**
   * The network's id of the message within the chat: an edited message comes again with the same one. What was said in
   * a group has one that no message of the private chat has.
   */
  messageId: string;
  /** As the network shows the sender; never taken as the person's name without asking. */
  senderName?: string;
  /** True when this replaces an earlier message with the same `messageId`. */
  edited?: boolean;
  /** Written by somebody else and forwarded here. */
  forwarded?: { name?: string };
  /**
   * Said to the bot in a group. `chat` is the sender's private chat all the same: whatever is personal goes on there,
   * and nothing else that was said in the group is taken in.
   */
  group?: {
    /** The plan's hashtag, when that was how the bot was meant: as the plan writes it. */
    hashtag?: string;
  };
  content: InboundContent;
}

/** One way to answer a question: as a button, a digit (its place, from 1) or its words. */
export interface Choice {
  /** Short ASCII id, unique within the question: it travels in a button's data. */
  id: string;
  label: string;
  /** Further words that mean the same ("đồng ý", "ok"), compared without diacritics. */
  words?: readonly string[];
}

/** One message to a person: plain text, no markup of any network. */
export interface OutboundMessage {
  text: string;
  choices?: readonly Choice[];
  /** Names the question, so that an old button is told from a current one. */
  prompt?: string;
  /** Offer the network's "share my number" button, where it has one. */
  askContact?: boolean;
}
