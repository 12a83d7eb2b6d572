/** "Ông/bà ở thôn nào?": asked once, understood without diacritics and with typing errors. */
import { findHamlets, HAMLET_SURE } from '../../plans/find-hamlets.ts';
import { communeText, hamletText } from '../../plans/lookup.ts';
import type { Plan } from '../../plans/plan.ts';
import type { Input, Question, Situation } from '../conversation/conversation.ts';
import { messages } from '../messages.vi.ts';

/** More hamlets than this are not drawn as buttons: the name is typed. */
const MAX_BUTTONS = 12;

/** The choice that stands for none of them. */
export const NO_HAMLET = '-';

export function askHamlet(plan: Plan): Question {
  const few = plan.hamlets.length <= MAX_BUTTONS;
  return {
    text: messages.hamlet.which(plan.hamletUnit),
    choices: [
      ...(few ? plan.hamlets.map((hamlet) => ({ id: hamlet.id, label: hamletText(plan, hamlet), words: [hamlet.name, ...hamlet.aliases] })) : []),
      { id: NO_HAMLET, label: messages.hamlet.none, words: ['không rõ', 'nơi khác', 'không muốn nói', 'bỏ qua'] },
    ],
  };
}

/** The hamlet that an answer names (null: none of them), or what to say when it names none for sure. */
export function readHamlet(input: Input, { plan, plans }: Situation): { hamlet: string | null } | { hint: string } {
  const here = plan!;
  if (input.kind === 'choice') return { hamlet: input.id === NO_HAMLET ? null : input.id };
  if (input.kind !== 'text') return { hint: messages.engine.notUnderstood };

  const found = findHamlets(here, input.text);
  const names = found.map(({ hamlet }) => hamletText(here, hamlet)).join(', ');
  if (found.length > 1) return { hint: messages.hamlet.several(names) };
  if (found[0]) return found[0].score >= HAMLET_SURE ? { hamlet: found[0].hamlet.id } : { hint: messages.hamlet.perhaps(names) };

  const elsewhere = plans
    .filter(({ commune }) => commune.id !== here.commune.id)
    .flatMap((other) => findHamlets(other, input.text).map(({ hamlet }) => ({ other, hamlet })))[0];
  if (!elsewhere) return { hint: messages.hamlet.unknown(here.hamletUnit) };
  const { other, hamlet } = elsewhere;
  return { hint: messages.hamlet.elsewhere(hamletText(other, hamlet), communeText(other), communeText(here)) };
}
