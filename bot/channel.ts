/**
 * One network, as the rest of the program sees it. What is left out on purpose: no vendor type, no petition rule, no
 * storing (the inbox and the outbox do that), no retry (the outbox decides from the result).
 */
import type { ChannelName, ChatKey, InboundMessage, OutboundMessage } from '../models/message.ts';

/** How networks differ: data that callers ask for, never `if (channel === …)`. */
export interface Capabilities {
  /** Draws choices as buttons; to a network without them the outbox hands numbered lines in the text. */
  buttons: boolean;
  /** Messages can be changed after sending. */
  edit: boolean;
  /** Characters in one message; longer texts are split at line breaks by the outbox. */
  maxText: number;
  /** May write first to somebody who is silent. */
  initiate: boolean;
  reactions: boolean;
  /** Milliseconds between two messages to one chat, and between any two of the account. */
  pace: { perChat: number; perAccount: number };
}

/** What became of a message that was handed to the network. */
export type SendResult =
  | { status: 'sent'; messageId?: string }
  /** Nothing arrived; try again after so many milliseconds (a 429's `retry_after`, the network is down). */
  | { status: 'retry'; afterMs: number; reason: string }
  /** Nobody can be reached in this chat any more: blocked, deleted. */
  | { status: 'dead'; reason: string }
  /** The network refuses this message and always will. */
  | { status: 'refused'; reason: string }
  /** No answer: it may have arrived, so it is not sent again by itself. */
  | { status: 'unknown'; reason: string };

/** How the connection to a network is, for the health page and the log. */
export interface ChannelHealth {
  name: ChannelName;
  account: string;
  state: 'starting' | 'up' | 'down' | 'stopped';
  /** Plain words for staff; no personal data, no token. */
  detail?: string;
  connectedSince?: Date;
  lastMessageAt?: Date;
  /** Nothing goes on until a person does something: signs in, ends another program. */
  needsPerson?: true;
}

/** Where the signing in of an account stands that a person's phone must confirm. */
export type SignInState =
  | { step: 'signed-in' }
  /** Nobody has asked for a code, or the last one was not scanned in time; `detail` says why in plain words. */
  | { step: 'needed'; detail?: string }
  /** Shown to the person: a picture with a QR code, for their phone to scan. */
  | { step: 'code'; png: Buffer; expiresAt: Date }
  /** Scanned; the phone asks its owner to confirm. */
  | { step: 'scanned'; by: string };

/** Signing in by a code on the screen, for networks that know an account and no token. */
export interface SignIn {
  state(): SignInState;
  /**
   * Asks the network for a code. Resolves once it is there to be shown, or could not be had; harmless while one is
   * shown and while signed in.
   */
  begin(): Promise<void>;
}

/** Resolves once the message is saved; rejects when it could not be, and then the network must not be told. */
export type Take = (message: InboundMessage) => Promise<void>;

/** One network: takes messages in, sends them out, fetches files. */
export interface Channel {
  readonly name: ChannelName;
  /** The bot's own id on the network: part of every key. Empty while nobody has signed in yet. */
  readonly account: string;
  /** What this channel's chat keys begin with: `tg:<bot>:`. Never empty; no key begins like it before a sign-in. */
  readonly chatPrefix: string;
  readonly capabilities: Capabilities;
  /** Begins to listen. Resolves at once; trouble with the network shows in `health()`, not as a rejection. */
  start(take: Take): Promise<void>;
  /** Stops listening and waits for what is being taken in. */
  stop(): Promise<void>;
  send(chat: ChatKey, message: OutboundMessage): Promise<SendResult>;
  /** The content behind an attachment's `ref`, or null when the network has it no more. */
  download(ref: string): Promise<Buffer | null>;
  health(): ChannelHealth;
  /** False where people's pages read the outbox themselves, so that staff cannot hold back what goes out. */
  readonly pausable?: false;
  /** Only for a network whose account is signed in by hand. */
  readonly signIn?: SignIn;
}
