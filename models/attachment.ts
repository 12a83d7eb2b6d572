import type { AttachmentKind, ChannelName, ChatKey } from './message.ts';

/** A photo, file or voice note that a person sent. */
export interface Attachment {
  id: string;
  /** Unique: the message's key and the file's place in it. */
  origin: string;
  channel: ChannelName;
  /** Empty for what came without a chat. */
  chat: ChatKey;
  kind: AttachmentKind;
  /** The network's handle while our own copy is not stored. */
  ref: string;
  name?: string;
  mime?: string;
  size?: number;
  /** Name of the stored copy: the SHA-256 of its content. */
  file?: string;
  state: 'waiting' | 'stored' | 'failed';
  attempts: number;
  createdAt: Date;
}
