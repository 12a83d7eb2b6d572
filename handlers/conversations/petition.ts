/** Sending a petition: free text first, then only what is missing, then "gửi / sửa / huỷ". */
import { hamletName } from '../../plans/lookup.ts';
import { defineConversation, type Input, type Reaction, type Situation } from '../conversation/conversation.ts';
import { countWords, keepWaiting, sameAlbum, withoutTexts, type Waiting } from '../conversation/waiting.ts';
import { messages } from '../messages.vi.ts';
import { acceptHamlet, askHamlet, type HamletAnswers } from './hamlet-question.ts';
import { receiptMessage } from './receipt.ts';

/** Letters in one petition; more is asked for as a file. Far above what anybody types, below what a cell holds. */
export const MAX_TEXT = 60_000;

export interface PetitionAnswers extends Waiting, HamletAnswers {
  /** What they wrote, when it is no hamlet of the plan. */
  hamletText?: string;
  /** "Không cần viết thêm": the photo alone. */
  fileOnly?: boolean;
  /** "Sửa nội dung": the words are written anew. */
  rewriting?: boolean;
  split?: boolean;
  editing?: boolean;
  confirmed?: boolean;
  conference?: string;
}

/** The words as one text, exactly as written; several messages are joined by a line break. */
export function wholeText({ texts }: Pick<PetitionAnswers, 'texts'>): string {
  return texts.join('\n');
}

function isUrgent(answers: PetitionAnswers, { classifier }: Situation): boolean {
  return classifier.screen(wholeText(answers)) === 'urgent';
}

function isRelayed({ relayedIds = [] }: PetitionAnswers): boolean {
  return relayedIds.length > 0;
}

function hasWords({ texts }: PetitionAnswers): boolean {
  return texts.some((text) => /[\p{L}\p{N}]/u.test(text));
}

/** Takes content that came in place of an answer, when it has so many words; the rest of an album without a word. */
function takeMore(input: Input, answers: PetitionAnswers, minWords: number): Reaction<PetitionAnswers> {
  const more = keepWaiting(answers, input);
  if (!more || (input.kind === 'text' && countWords(input.text) < minWords)) return { again: true };
  if (wholeText(more).length > MAX_TEXT) return { again: true, hint: messages.petition.tooLong(MAX_TEXT) };
  if (sameAlbum(answers, input)) return { quiet: more };
  // Another text may hold other requests: whether to split is asked anew.
  const resplit = more.texts.length > answers.texts.length ? { split: undefined } : {};
  const say = input.kind === 'media' ? messages.petition.photoKept : messages.petition.added;
  return { answers: { ...more, ...resplit }, say };
}

function known(answers: PetitionAnswers, { person, plan }: Situation): boolean {
  if (answers.hamlet !== undefined || answers.hamletText !== undefined) return true;
  return plan!.hamlets.length === 0 || person?.hamlet !== undefined || person?.hamletText !== undefined;
}

/** What is shown of where they live. */
function hamletShown(answers: PetitionAnswers, { person, plan }: Situation): string | null {
  if (answers.hamlet) return hamletName(plan!, answers.hamlet) ?? null;
  if (answers.hamletText) return answers.hamletText;
  if (answers.hamlet === null) return null;
  return (person?.hamlet && hamletName(plan!, person.hamlet)) || person?.hamletText || null;
}

/** A long answer to "which hamlet" is no name but more of the petition. */
const WORDS_OF_A_STORY = 6;

function acceptHamletOrMore(input: Input, answers: PetitionAnswers, situation: Situation): Reaction<PetitionAnswers> {
  const read = acceptHamlet(input, situation);
  if (!('again' in read)) return read;
  const more = takeMore(input, answers, WORDS_OF_A_STORY);
  return 'again' in more && more.hint === undefined ? read : more;
}

export const petition = defineConversation<PetitionAnswers>({
  name: 'petition',
  version: 1,
  consent: true,
  edit: ({ editing }) => (editing ? null : { editing: true }),
  steps: {
    // Before the questions, so that "sửa" works while one of them is open.
    edit: {
      needed: ({ editing }) => editing === true,
      ask: (_, { plan }) => ({
        text: messages.petition.editWhat,
        choices: [
          { id: 'text', label: messages.petition.editText, words: ['nội dung', 'sửa nội dung', 'viết lại'] },
          ...(plan!.hamlets.length > 0
            ? [{
                id: 'hamlet',
                label: messages.petition.editHamlet(plan!.hamletUnit),
                words: ['thôn', 'bản', 'sửa thôn', plan!.hamletUnit],
              }]
            : []),
          { id: 'nothing', label: messages.petition.editNothing, words: ['không sửa', 'thôi'] },
        ],
      }),
      accept(input, answers) {
        if (input.kind !== 'choice') return takeMore(input, answers, 4);
        if (input.id === 'text') {
          const again = { editing: false, rewriting: true, split: undefined, fileOnly: false };
          return { answers: { ...again, ...withoutTexts(answers) } };
        }
        if (input.id === 'hamlet') {
          return { answers: { editing: false, hamlet: undefined, guessed: undefined, hamletText: '' } };
        }
        return { answers: { editing: false } };
      },
    },

    text: {
      needed: (answers) => !hasWords(answers) && !answers.fileOnly,
      ask(answers) {
        if (answers.rewriting) return { text: messages.petition.rewrite };
        const [file] = answers.files;
        if (file) {
          const choices = [{ id: 'file-only', label: messages.petition.fileOnly }];
          return { text: messages.petition.about[file.kind], choices };
        }
        return { text: answers.location ? messages.petition.aboutPlace : messages.petition.what };
      },
      accept(input, answers) {
        if (input.kind === 'choice') return { answers: { fileOnly: true } };
        if (input.kind === 'text' && countWords(input.text) === 0) {
          return { again: true, hint: messages.petition.empty };
        }
        const taken = takeMore(input, answers, 1);
        return 'say' in taken ? { ...taken, say: undefined } : taken;
      },
    },

    hamlet: {
      needed: (answers, situation) => !known(answers, situation) && !isUrgent(answers, situation),
      ask: (answers, { plan }) => askHamlet(plan!, answers),
      accept: acceptHamletOrMore,
    },

    split: {
      needed: (answers, situation) =>
        answers.split === undefined
        && !isUrgent(answers, situation)
        && situation.classifier.split(wholeText(answers)).length > 1,
      ask: (answers, { classifier }) => ({
        text: messages.petition.several(classifier.split(wholeText(answers))),
        choices: [
          { id: 'yes', label: messages.petition.splitYes, words: ['tách', 'có', 'được', 'ok', 'đồng ý', 'vâng', 'ừ'] },
          { id: 'no', label: messages.petition.splitNo, words: ['để chung', 'chung', 'không', 'một ý kiến'] },
        ],
      }),
      accept(input, answers) {
        if (input.kind === 'choice') return { answers: { split: input.id === 'yes' } };
        return takeMore(input, answers, 4);
      },
    },

    // Reached only from "Sửa thôn": the remembered hamlet is asked again.
    otherHamlet: {
      needed: ({ hamlet, hamletText }) => hamletText === '' && hamlet === undefined,
      ask: (answers, { plan }) => askHamlet(plan!, answers),
      accept: acceptHamletOrMore,
    },

    confirm: {
      needed: (answers, situation) => !answers.confirmed && !isUrgent(answers, situation),
      ask: (answers, situation) => ({
        text: messages.petition.confirm(
          wholeText(answers), hamletShown(answers, situation), answers.files.length, isRelayed(answers)),
        choices: [
          {
            id: 'send',
            label: messages.petition.send,
            words: ['gửi đi', 'ok', 'đồng ý', 'có', 'đúng', 'đúng rồi', 'vâng', 'ừ', 'được', 'gui'],
          },
          { id: 'edit', label: messages.petition.edit, words: ['sửa lại', 'sai', 'chưa đúng'] },
          { id: 'cancel', label: messages.petition.cancel, words: ['không gửi', 'thôi', 'hủy', 'không'] },
        ],
      }),
      accept(input, answers) {
        if (input.kind !== 'choice') return takeMore(input, answers, 3);
        if (input.id === 'cancel') return { cancel: true };
        return { answers: input.id === 'send' ? { confirmed: true } : { editing: true } };
      },
    },
  },

  async finish(answers, { useCases, plan, person, chat, channel, origin, classifier }) {
    const text = wholeText(answers);
    const receipt = await useCases.petitions.submit({
      plan: plan!, chat, channel, origin, text,
      parts: answers.split ? classifier.split(text) : [text],
      person: person!.id,
      hamlet: answers.hamlet === undefined && !answers.hamletText ? person!.hamlet : (answers.hamlet ?? undefined),
      hamletText: answers.hamletText || (answers.hamlet === undefined && person!.hamletText) || undefined,
      rememberHamlet: true,
      files: answers.files,
      location: answers.location,
      messageIds: answers.messageIds,
      relayed: isRelayed(answers),
      conference: answers.conference,
    });
    return { say: [{ text: receiptMessage(plan!, receipt) }] };
  },
});
