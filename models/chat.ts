/** One chat on one network, and where its conversation stands. */
import type { ChannelName, ChatKey } from './message.ts';

/** Versioned JSON: a conversation survives restarts, and one of an older version says sorry and starts again. */
export interface ConversationState {
  name: string;
  version: number;
  step: string;
  answers: Record<string, unknown>;
  /** The answers as they were before each step, for "quay lại". */
  trail: Record<string, unknown>[];
  /** Misunderstandings in a row at this step. */
  misunderstood: number;
  /** Names the question last asked; an older button is told from a current one by it. */
  prompt: string;
  startedAt: string;
  touchedAt: string;
}

export interface Chat {
  id: ChatKey;
  channel: ChannelName;
  /** The plan it is bound to: by a deep link, or asked once. */
  plan?: string;
  conversation: ConversationState | null;
  /** Key of the message handled last: a repetition after a crash stops here. */
  lastMessage?: string;
  /** Set when the network says that nothing arrives any more (blocked, deleted). */
  deadReason?: string;
  /** Asked for a human being; staff see it until somebody has talked to them. The bot goes on meanwhile. */
  wantsPerson?: boolean;
  /** Somebody of the commune writes in this chat by hand: until then the bot says nothing in it. */
  pausedUntil?: Date;
  createdAt: Date;
  updatedAt: Date;
}
