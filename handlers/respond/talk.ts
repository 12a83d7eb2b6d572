/** Who is talking and what about: what every part of a turn looks at. */
import { createHash } from 'node:crypto';
import type { Classifier } from '../../classifier/index.ts';
import type { Chat, ConversationState } from '../../models/chat.ts';
import type { InboundMessage, OutboundMessage } from '../../models/message.ts';
import { hasConsented, type Person } from '../../models/person.ts';
import type { Stores } from '../../models/stores/index.ts';
import type { Plan } from '../../plans/plan.ts';
import type { Finishing, Input, Origin, Situation } from '../conversation/conversation.ts';
import type { Move } from '../conversation/engine.ts';
import { emptyWaiting, keepWaiting, type Waiting } from '../conversation/waiting.ts';
import { CONSENT_VERSION } from '../conversations/welcome.ts';
import type { UseCases } from '../use-cases.ts';

/** What handling one message comes to. */
export interface Turn {
  say: OutboundMessage[];
  conversation: ConversationState | null;
  plan?: string;
  wantsPerson?: boolean;
  /** The bot is silent until then; null: it speaks again. */
  pausedUntil?: Date | null;
}

export interface RespondDeps {
  stores: Stores;
  plans: readonly Plan[];
  classifier: Classifier;
  useCases: UseCases;
}

/** Who is talking, and the message at hand. */
export interface Talk extends RespondDeps {
  chat: Chat;
  message: InboundMessage;
  now: Date;
  plan: Plan | null;
  person: Person | null;
}

/** Fills in plan and person of the chat; a single plan needs no asking. */
export async function present(talk: Talk, planId: string | undefined): Promise<Talk> {
  const only = talk.plans.length === 1 ? talk.plans[0]! : null;
  const plan = talk.plans.find(({ id }) => id === planId) ?? only;
  const person = plan && (await talk.stores.people.ofChat(plan.commune.id, talk.chat.id));
  return { ...talk, plan, person };
}

/** Does a consent to the present notice stand? */
export function consented({ person }: Talk): boolean {
  return person !== null && hasConsented(person, CONSENT_VERSION);
}

/** What the message holds for a petition. */
export function contentAsAnswers({ message }: Talk): Waiting {
  const { content } = message;
  if (content.kind === 'choice' || content.kind === 'start') return emptyWaiting;
  return keepWaiting(emptyWaiting, { ...content, ...originOf(message) } as Input) ?? emptyWaiting;
}

/** Which message it is, and whether its words are somebody else's. */
export function originOf({ messageId, key, forwarded }: InboundMessage): Origin {
  return { messageId, key, ...(forwarded && { relayed: true }) };
}

function situation({ plan, plans, person, now, classifier }: Talk): Situation {
  return { plan, plans, person, now, classifier };
}

/** What a conversation's end may use. */
export function finishing(talk: Talk): Finishing {
  const { useCases, chat, message } = talk;
  return { ...situation(talk), useCases, chat: chat.id, channel: message.channel, origin: message.key };
}

/** The next question's name follows from the message, so that handling it twice asks the same question. */
export function move(talk: Talk): Move {
  const prompt = createHash('sha256').update(talk.message.key).digest('base64url').slice(0, 8);
  return { situation: situation(talk), prompt };
}
