/** "Ông/bà ở thôn nào?": asked once, understood without diacritics and with typing errors. */
import { findHamlets, HAMLET_SURE } from '../../plans/find-hamlets.ts';
import { communeText, hamletText } from '../../plans/lookup.ts';
import type { Plan } from '../../plans/plan.ts';
import type { Input, Question, Reaction, Situation } from '../conversation/conversation.ts';
import { messages } from '../messages.vi.ts';

/** More hamlets than this are not drawn as buttons: the name is typed. */
const MAX_BUTTONS = 12;

/** The choices that stand for none of them, and for none of those that were guessed. */
const NO_HAMLET = '-';
const OTHER = '?';

const NONE = ['không rõ', 'nơi khác', 'không muốn nói', 'bỏ qua', 'không'];

export interface HamletAnswers {
  /** A hamlet's id, or null when they would rather not say. */
  hamlet?: string | null;
  /** Ids of what the last answer may have meant: asked back as a question of its own. */
  guessed?: string[];
}

export function askHamlet(plan: Plan, { guessed = [] }: HamletAnswers): Question {
  const guesses = plan.hamlets.filter(({ id }) => guessed.includes(id));
  if (guesses.length > 0) return askGuess(plan, guesses);
  const few = plan.hamlets.length <= MAX_BUTTONS;
  return {
    text: messages.hamlet.which(plan.hamletUnit),
    choices: [
      ...(few ? plan.hamlets.map((hamlet) => hamletChoice(plan, hamlet)) : []),
      { id: NO_HAMLET, label: messages.hamlet.none, words: NONE },
    ],
  };
}

function hamletChoice(plan: Plan, hamlet: Plan['hamlets'][number], words: readonly string[] = []) {
  return { id: hamlet.id, label: hamletText(plan, hamlet), words: [hamlet.name, ...hamlet.aliases, ...words] };
}

function askGuess(plan: Plan, guesses: Plan['hamlets']): Question {
  const [first] = guesses;
  const one = guesses.length === 1;
  const yes = one ? ['đúng', 'đúng rồi', 'phải', 'có', 'vâng', 'ừ', 'dạ', 'ok'] : [];
  return {
    text: one ? messages.hamlet.perhaps(hamletText(plan, first!)) : messages.hamlet.several,
    choices: [
      ...guesses.map((hamlet) => hamletChoice(plan, hamlet, yes)),
      { id: OTHER, label: messages.hamlet.other, words: ['không', 'không phải', 'sai', 'sai rồi', 'nơi khác'] },
    ],
  };
}

/** The hamlet that an answer names (null: none of them), a question back, or what to say when it names none. */
export function acceptHamlet(input: Input, { plan, plans }: Situation): Reaction<HamletAnswers> {
  const here = plan!;
  if (input.kind === 'choice') {
    if (input.id === OTHER) return { answers: { guessed: undefined } };
    return { answers: { hamlet: input.id === NO_HAMLET ? null : input.id, guessed: undefined } };
  }
  if (input.kind !== 'text') return { again: true };

  const found = findHamlets(here, input.text);
  const sure = found.length === 1 && found[0]!.score >= HAMLET_SURE;
  if (sure) return { answers: { hamlet: found[0]!.hamlet.id, guessed: undefined } };
  if (found.length > 0) return { answers: { guessed: found.slice(0, MAX_BUTTONS).map(({ hamlet }) => hamlet.id) } };

  const elsewhere = plans
    .filter(({ commune }) => commune.id !== here.commune.id)
    .flatMap((other) => findHamlets(other, input.text).map(({ hamlet }) => ({ other, hamlet })))[0];
  if (!elsewhere) return { again: true, hint: messages.hamlet.unknown(here.hamletUnit) };
  const { other, hamlet } = elsewhere;
  const hint = messages.hamlet.elsewhere(hamletText(other, hamlet), communeText(other), communeText(here));
  return { again: true, hint };
}
