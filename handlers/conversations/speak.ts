/** Registering to speak: which conference, what about; then the place in the queue, and changing or withdrawing it. */
import { conferencesFor } from '../../plans/lookup.ts';
import type { Conference } from '../../plans/plan.ts';
import { defineConversation, type Input, type Reaction, type Situation } from '../conversation/conversation.ts';
import { countWords } from '../conversation/waiting.ts';
import { messages } from '../messages.vi.ts';
import { acceptHamlet, askHamlet, type HamletAnswers } from './hamlet-question.ts';
import { readName } from './name.ts';

export interface SpeakAnswers extends HamletAnswers {
  /** Own registrations that stand, as they were when the conversation began. */
  own: { id: string; conference: string; content: string }[];
  conference?: string;
  name?: string;
  /** What to do with a registration that there is already. */
  existing?: 'change' | 'withdraw' | 'keep';
  content?: string;
  /** Messages that it came in. */
  contentIds?: string[];
  confirmed?: boolean;
}

function hamletOf(answers: SpeakAnswers, { person }: Situation): string | undefined {
  return answers.hamlet ?? person?.hamlet;
}

/** Conferences still to come: those for the person's hamlet, and those of an association, whose members they know. */
function open(answers: SpeakAnswers, situation: Situation): Conference[] {
  const hamlet = hamletOf(answers, situation);
  return conferencesFor(situation.plan!, { now: situation.now }).filter(
    ({ hamlets }) => hamlets.length === 0 || hamlet === undefined || hamlets.includes(hamlet),
  );
}

function chosen(answers: SpeakAnswers, situation: Situation): Conference | undefined {
  const conferences = open(answers, situation);
  const only = conferences.length === 1 ? conferences[0] : undefined;
  return conferences.find(({ id }) => id === answers.conference) ?? only;
}

function existing(answers: SpeakAnswers, situation: Situation) {
  const conference = chosen(answers, situation);
  return answers.own.find((registration) => registration.conference === conference?.id);
}

/** Words of a sentence that tells what the speech is about, in place of an answer: nobody says it twice. */
const WORDS_OF_CONTENT = 5;

function orContent(
  otherwise: Reaction<SpeakAnswers>, input: Input, { content, contentIds = [] }: SpeakAnswers,
): Reaction<SpeakAnswers> {
  if (!('again' in otherwise) || input.kind !== 'text' || countWords(input.text) < WORDS_OF_CONTENT) return otherwise;
  const both = content ? `${content}\n${input.text}` : input.text;
  return { answers: { content: both, contentIds: [...contentIds, input.messageId] }, say: messages.speak.contentKept };
}

export const speak = defineConversation<SpeakAnswers>({
  name: 'speak',
  version: 1,
  consent: true,

  async open(_, { plan, person, useCases }) {
    const own = await useCases.speakers.ofPerson(plan!, person!.id);
    return { own: own.map(({ id, conference, content }) => ({ id, conference, content })) };
  },

  steps: {
    hamlet: {
      needed: (answers, situation) =>
        answers.hamlet === undefined && !situation.person?.hamlet && situation.plan!.hamlets.length > 0
        && open(answers, situation).length > 0,
      ask: (answers, { plan }) => askHamlet(plan!, answers),
      accept: (input, answers, situation) => orContent(acceptHamlet(input, situation), input, answers),
    },
    conference: {
      needed: (answers, situation) => open(answers, situation).length > 1 && !chosen(answers, situation),
      ask: (answers, situation) => ({
        text: messages.speak.which,
        choices: open(answers, situation).map((conference) => ({
          id: conference.id,
          label: [conference.name, conference.date?.text].filter(Boolean).join(', '),
          words: [conference.name],
        })),
      }),
      accept: (input, answers) =>
        input.kind === 'choice' ? { answers: { conference: input.id } } : orContent({ again: true }, input, answers),
    },
    existing: {
      needed: (answers, situation) => existing(answers, situation) !== undefined && answers.existing === undefined,
      ask(answers, situation) {
        const { content } = existing(answers, situation)!;
        return {
          text: messages.speak.existing(chosen(answers, situation)!.name, content),
          choices: [
            { id: 'change', label: messages.speak.change, words: ['đổi', 'sửa', 'thay'] },
            { id: 'withdraw', label: messages.speak.withdraw, words: ['rút', 'rút lại', 'thôi không phát biểu'] },
            { id: 'keep', label: messages.speak.keep, words: ['giữ', 'không'] },
          ],
        };
      },
      accept: (input) =>
        input.kind === 'choice' ? { answers: { existing: input.id as SpeakAnswers['existing'] } } : { again: true },
    },
    name: {
      needed: (answers, situation) =>
        !answers.name
        && !situation.person?.name
        && chosen(answers, situation) !== undefined
        && !existing(answers, situation),
      ask: () => ({ text: messages.speak.name }),
      accept(input, answers) {
        const name = readName(input);
        return name ? { answers: { name } } : orContent({ again: true, hint: messages.speak.nameHint }, input, answers);
      },
    },
    content: {
      needed: (answers, situation) =>
        !answers.content && chosen(answers, situation) !== undefined
        && (!existing(answers, situation) || answers.existing === 'change'),
      ask: () => ({ text: messages.speak.content }),
      accept: (input) =>
        input.kind === 'text' && countWords(input.text) >= 2
          ? { answers: { content: input.text, contentIds: [input.messageId] } }
          : { again: true, hint: messages.speak.contentHint },
    },
    confirm: {
      needed: (answers, situation) => !answers.confirmed && !!answers.content && !existing(answers, situation),
      ask: (answers, situation) => ({
        text: messages.speak.confirm(
          answers.name ?? situation.person!.name!, chosen(answers, situation)!.name, answers.content!),
        choices: [
          { id: 'yes', label: messages.speak.yes, words: ['đồng ý', 'có', 'ok', 'vâng', 'được', 'gửi', 'đúng', 'ừ'] },
          { id: 'edit', label: messages.petition.edit, words: ['sửa lại', 'sai'] },
          { id: 'no', label: messages.petition.cancel, words: ['không', 'thôi'] },
        ],
      }),
      accept(input, answers) {
        if (input.kind !== 'choice') return orContent({ again: true }, input, answers);
        if (input.id === 'no') return { cancel: true };
        return { answers: input.id === 'yes' ? { confirmed: true } : { content: undefined, name: undefined } };
      },
    },
  },

  async finish(answers, context) {
    const { plan, person, useCases, chat, channel, origin } = context;
    const conference = chosen(answers, context);
    if (!conference) return { say: [{ text: messages.speak.noConference }] };

    const before = existing(answers, context);
    if (before && answers.existing === 'withdraw') {
      const registration = (await useCases.speakers.ofPerson(plan!, person!.id)).find(({ id }) => id === before.id);
      if (registration) await useCases.speakers.withdraw(plan!, registration);
      return { say: [{ text: messages.speak.withdrawn }] };
    }
    if (before && answers.existing === 'change') {
      await useCases.speakers.change(plan!, before, answers.content!);
      return { say: [{ text: messages.speak.changed }] };
    }
    if (before) return { say: [{ text: messages.speak.kept }] };

    const name = answers.name ?? person!.name!;
    await useCases.privacy.correct(person!, { name, ...(answers.hamlet && { hamlet: answers.hamlet }) });
    const placed = await useCases.speakers.register({
      plan: plan!, conference, person: person!.id, chat, channel, origin, name,
      hamlet: hamletOf(answers, context), content: answers.content!,
    });
    const text = placed.reserve === undefined
      ? messages.speak.seat(conference, placed.seat!, plan!.speaking.minutes)
      : messages.speak.reserve(conference, placed.reserve);
    return { say: [{ text }] };
  },
});
