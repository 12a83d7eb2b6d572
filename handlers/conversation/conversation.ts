/** What a conversation is made of: named steps, as data. The engine plays it; `finish` does what it was about. */
import type { Classifier } from '../../classifier/index.ts';
import type { ChannelName, ChatKey, Choice, InboundContent, OutboundMessage } from '../../models/message.ts';
import type { Person } from '../../models/person.ts';
import type { Plan } from '../../plans/plan.ts';
import type { UseCases } from '../use-cases.ts';

/** What a step may look at: plain data, nothing that changes anything. */
export interface Situation {
  /** The plan of the commune that the chat is bound to, when it is. */
  plan: Plan | null;
  /** All plans that are served. */
  plans: readonly Plan[];
  person: Person | null;
  now: Date;
  classifier: Classifier;
}

export interface Question {
  text: string;
  choices?: readonly Choice[];
  askContact?: boolean;
}

/** Which message something came in; `relayed`: somebody else's words, handed on. */
export interface Origin { messageId: string; key: string; relayed?: true }

/** What a person did, with the button, digit or words that mean one of the question's choices already recognised. */
export type Input = Origin & (
  | Exclude<InboundContent, { kind: 'choice' | 'start' | 'recalled' | 'operator' }>
  | { kind: 'choice'; id: string }
);

/** Answers so far, plain JSON: a step adds to them. `aside` (a `Waiting`) is kept for a petition afterwards. */
export type Answers = Record<string, unknown>;

export type Reaction<A> =
  /** Understood: these answers are added, and the next step that is still needed is asked. */
  | { answers: Partial<A>; say?: string }
  /** Not an answer to this question. `hint` says what was not understood, in place of the general sentence. */
  | { again: true; hint?: string }
  /** Not an answer, but worth keeping: these answers are added and `hint` takes the question's place, once. */
  | { keep: Partial<A>; hint: string }
  /** Taken in without a word: a further photo of an album. */
  | { quiet: Partial<A> }
  /** The person does not want to go on. */
  | { cancel: true };

export interface Step<A> {
  /** Is this still to be asked? Steps are asked in their order, each only when it is needed. */
  needed(answers: A, situation: Situation): boolean;
  ask(answers: A, situation: Situation): Question;
  accept(input: Input, answers: A, situation: Situation): Reaction<A>;
}

/** What `finish` may use: the use cases and who is talking. */
export interface Finishing extends Situation {
  useCases: UseCases;
  chat: ChatKey;
  channel: ChannelName;
  /** Key of the message that completed the answers: makes what is done now safe to repeat. */
  origin: string;
}

/** How a conversation ends. */
export interface Ending {
  say: OutboundMessage[];
  /** Binds the chat to this plan from now on. */
  bind?: string;
  /** Goes on with another conversation in the same breath. */
  then?: { name: string; answers: Answers };
  /** The person asked for a human being. */
  wantsPerson?: boolean;
}

export interface Conversation<A extends object = Answers> {
  readonly name: string;
  /** Raised when stored answers of before can no longer be read: such a conversation says sorry and starts again. */
  readonly version: number;
  /** Does it store anything about the person? Then consent is asked first. */
  readonly consent: boolean;
  /** Holds nothing that would be lost: who writes about something else in the middle of it is simply followed. */
  readonly light?: boolean;
  readonly steps: Readonly<Record<string, Step<A>>>;
  /** What "sửa" changes, at any step; null when that is being asked already. Without it "sửa" goes one step back. */
  edit?(answers: A): Partial<A> | null;
  /** Fetches what its steps show (a person's own petitions), before the first step. */
  open?(answers: A, finishing: Finishing): Promise<Partial<A>>;
  finish(answers: A, finishing: Finishing): Promise<Ending>;
}

/** Declares a conversation with typed answers; they are stored as plain JSON. */
export function defineConversation<A extends object>(conversation: Conversation<A>): Conversation {
  return conversation as unknown as Conversation;
}
