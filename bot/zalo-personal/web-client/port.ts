/** What this channel needs of Zalo. Raw messages are `unknown`: `read-item.ts` makes sense of them. */
import type { Credentials } from '../sign-in/credentials.ts';

/** A person's chat or a group's. */
export interface Thread { id: string; group: boolean }

/** What happens on the listening connection. None of them may throw or wait. */
export interface ListenEvents {
  connected(): void;
  /** The connection is over, with the reason's code; nothing more comes. Not told after our own `stop`. */
  closed(code: number): void;
  /** Something could not be read, and with it what stood behind it in the same frame. */
  damaged(): void;
  /** Any sign of life. */
  frame(): void;
  /** A new message or the recall of one. */
  item(raw: unknown): void;
  /** The answer to `askOld`. */
  oldItems(raw: readonly unknown[], group: boolean): void;
  /** Somebody asks to be a friend. */
  friendRequest(uid: string): void;
}

/** The listening connection. */
export interface Line {
  /** Asks for the messages of before; the answers come as `oldItems`, one for people and one for groups. */
  askOld(): void;
  /** Asks the other side for a sign of life. */
  ping(): void;
  stop(): void;
}

/** A signed-in account. Calls reject with what `troubleOf` understands. */
export interface ZaloSession {
  uid: string;
  /** As they are now: cookies change with the calls. */
  credentials(): Pick<Credentials, 'imei' | 'userAgent' | 'cookie'>;
  listen(events: ListenEvents): Line;
  /** The message's id, or null when Zalo answered without one. */
  send(thread: Thread, text: string): Promise<string | null>;
  thumbsUp(message: { msgId: string; cliMsgId: string }, groupId: string): Promise<void>;
  acceptFriend(uid: string): Promise<void>;
  /** Ids of those who wait to be accepted. */
  friendRequests(): Promise<string[]>;
}

/** Tells how a sign-in by code goes on. */
export interface SigningIn {
  code(png: Buffer): void;
  scanned(by: string): void;
  over(why: 'expired' | 'declined'): void;
}

export interface ZaloPort {
  /** Signs in with what was kept; `signal` gives it up. */
  login(credentials: Credentials, signal: AbortSignal): Promise<ZaloSession>;
  /** Signs in by a code that a phone scans; rejects when that does not come about, or `signal` gives it up. */
  signIn(told: SigningIn, signal: AbortSignal): Promise<ZaloSession>;
}
