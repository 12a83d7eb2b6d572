/** First contact: which commune, the notice, consent. What was written before is kept and taken up afterwards. */
import type { Choice, IncomingFile } from '../../models/message.ts';
import { communeText } from '../../plans/lookup.ts';
import type { Plan } from '../../plans/plan.ts';
import { defineConversation, type Answers, type Input, type Reaction, type Situation } from '../conversation/conversation.ts';
import { plain } from '../conversation/understand.ts';
import { messages } from '../messages.vi.ts';

/** Version of the notice's text: a new one asks everybody again. */
export const CONSENT_VERSION = '2026-11';

/** What was sent before the consent: kept in this conversation only, and gone with it. */
export interface Waiting {
  texts: string[];
  files: IncomingFile[];
  location?: { latitude: number; longitude: number };
  messageIds: string[];
}

export interface WelcomeAnswers {
  /** The person wants to talk to another commune than the chat is bound to. */
  change?: boolean;
  plan?: string;
  agreed?: boolean;
  waiting: Waiting;
  /** What to go on with. */
  then?: { name: string; answers: Answers };
}

export const emptyWaiting: Waiting = { texts: [], files: [], messageIds: [] };

/** Adds what a message holds to what is waiting; null when it holds nothing that can be kept. */
export function keepWaiting(waiting: Waiting, input: Input): Waiting | null {
  const messageIds = [...waiting.messageIds, input.messageId];
  switch (input.kind) {
    case 'text': return { ...waiting, texts: [...waiting.texts, input.text], messageIds };
    case 'location':
      return { ...waiting, location: { latitude: input.latitude, longitude: input.longitude }, messageIds };
    case 'media':
      return {
        ...waiting, messageIds,
        files: [...waiting.files, ...input.files],
        texts: input.text ? [...waiting.texts, input.text] : waiting.texts,
      };
    default: return null;
  }
}

function planOf(answers: WelcomeAnswers, { plan, plans }: Situation): Plan | null {
  return plans.find(({ id }) => id === answers.plan) ?? (answers.change ? null : plan);
}

function communeChoices({ plans }: Situation): Choice[] {
  return plans.map((plan) => ({
    id: plan.id,
    label: communeText(plan),
    words: [plan.commune.name, ...plan.commune.aliases],
  }));
}

/** Keeps what is more than a word or two, and asks once more. */
function keepOrAgain(answers: WelcomeAnswers, input: Input, hint: string): Reaction<WelcomeAnswers> {
  const waiting = keepWaiting(answers.waiting, input);
  const smallTalk = input.kind === 'text' && plain(input.text).split(' ').length < 3;
  return waiting && !smallTalk ? { keep: { waiting }, hint } : { again: true };
}

export const welcome = defineConversation<WelcomeAnswers>({
  name: 'welcome',
  version: 1,
  consent: false,
  steps: {
    commune: {
      needed: (answers, situation) => planOf(answers, situation) === null,
      ask: (_, situation) => ({ text: messages.welcome.whichCommune, choices: communeChoices(situation) }),
      accept(input, answers) {
        if (input.kind === 'choice') return { answers: { plan: input.id } };
        return keepOrAgain(answers, input, `${messages.welcome.whichCommuneHint} ${messages.welcome.whichCommune}`);
      },
    },
    consent: {
      needed: ({ agreed }) => agreed === undefined,
      ask: (answers, situation) => ({
        text: messages.welcome.consent(planOf(answers, situation)!),
        choices: [
          { id: 'yes', label: messages.welcome.agree, words: ['đồng ý', 'có', 'ok', 'vâng', 'ừ', 'được', 'dạ', 'nhất trí', 'dong y'] },
          { id: 'no', label: messages.welcome.disagree, words: ['không', 'ko', 'không đồng ý', 'không nhất trí'] },
        ],
      }),
      accept(input, answers) {
        if (input.kind === 'choice') return { answers: { agreed: input.id === 'yes' } };
        return keepOrAgain(answers, input, messages.welcome.consentAgain);
      },
    },
  },

  async finish(answers, { useCases, chat, ...situation }) {
    const plan = planOf(answers, situation)!;
    if (!answers.agreed) return { say: [{ text: messages.welcome.declined(plan) }], bind: plan.id };

    await useCases.privacy.consent({ plan, chat, version: CONSENT_VERSION });
    const { texts, files, location, messageIds } = answers.waiting;
    const waited = texts.length > 0 || files.length > 0 || location !== undefined;
    if (answers.then) return { say: [], bind: plan.id, then: answers.then };
    if (waited) return { say: [], bind: plan.id, then: { name: 'petition', answers: { texts, files, location, messageIds } } };
    return { say: [{ text: messages.welcome.ready(plan) }], bind: plan.id };
  },
});
