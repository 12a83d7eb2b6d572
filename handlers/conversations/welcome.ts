/** First contact: which commune, the notice, consent. What was written before is kept and taken up afterwards. */
import type { Choice } from '../../models/message.ts';
import { communeText } from '../../plans/lookup.ts';
import type { Plan } from '../../plans/plan.ts';
import {
  defineConversation, type Answers, type Input, type Reaction, type Situation,
} from '../conversation/conversation.ts';
import {
  countWords, isWaiting, joinWaiting, keepWaiting, sameAlbum, waitingIn, type Waiting,
} from '../conversation/waiting.ts';
import { messages } from '../messages.vi.ts';
import { MAX_TEXT, wholeText } from './petition.ts';

/** Version of the notice's text: a new one asks everybody again. */
export const CONSENT_VERSION = '2026-11';

export interface WelcomeAnswers {
  /** The person wants to talk to another commune than the chat is bound to. */
  change?: boolean;
  plan?: string;
  agreed?: boolean;
  /** What was sent before the consent: kept in this conversation only, and gone with it. */
  waiting: Waiting;
  /** What to go on with. */
  then?: { name: string; answers: Answers };
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

/** Keeps what is more than a word or two, the rest of an album without a word, and asks once more, shorter. */
function keepAndAsk(
  answers: WelcomeAnswers, input: Input, hints: { kept: string; unclear: string },
): Reaction<WelcomeAnswers> {
  const waiting = keepWaiting(answers.waiting, input);
  const smallTalk = input.kind === 'text' && countWords(input.text) < 3;
  if (!waiting || smallTalk) return { keep: {}, hint: hints.unclear };
  if (wholeText(waiting).length > MAX_TEXT) return { keep: {}, hint: messages.petition.tooLong(MAX_TEXT) };
  return sameAlbum(answers.waiting, input) ? { quiet: { waiting } } : { keep: { waiting }, hint: hints.kept };
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
        const { communeFirst: kept, unknownCommune: unclear } = messages.welcome;
        return keepAndAsk(answers, input, { kept, unclear });
      },
    },
    consent: {
      needed: ({ agreed }) => agreed === undefined,
      ask: (answers, situation) => ({
        text: messages.welcome.consent(planOf(answers, situation)!),
        choices: [
          {
            id: 'yes',
            label: messages.welcome.agree,
            words: ['đồng ý', 'có', 'ok', 'vâng', 'ừ', 'được', 'dạ', 'nhất trí', 'dong y'],
          },
          { id: 'no', label: messages.welcome.disagree, words: ['không', 'ko', 'không đồng ý', 'không nhất trí'] },
        ],
      }),
      accept(input, answers) {
        if (input.kind === 'choice') return { answers: { agreed: input.id === 'yes' } };
        const { consentFirst: kept, consentAgain: unclear } = messages.welcome;
        return keepAndAsk(answers, input, { kept, unclear });
      },
    },
  },

  async finish(answers, { useCases, chat, ...situation }) {
    const plan = planOf(answers, situation)!;
    if (!answers.agreed) return { say: [{ text: messages.welcome.declined(plan) }], bind: plan.id };

    await useCases.privacy.consent({ plan, chat, version: CONSENT_VERSION });
    const { waiting, then } = answers;
    if (then && then.name !== 'petition') {
      const aside = joinWaiting(waitingIn(then.answers['aside'] as object | undefined), waiting);
      const known = { ...then.answers, ...(isWaiting(aside) && { aside }) };
      return { say: [], bind: plan.id, then: { name: then.name, answers: known } };
    }
    if (then || isWaiting(waiting)) {
      return { say: [], bind: plan.id, then: { name: 'petition', answers: { ...then?.answers, ...waiting } } };
    }
    return { say: [{ text: messages.welcome.ready(plan) }], bind: plan.id };
  },
});
