/** Sending a petition: free text first, then only what is missing, then "gửi / sửa / huỷ". */
import type { IncomingFile } from '../../models/message.ts';
import { hamletName } from '../../plans/lookup.ts';
import { defineConversation, type Input, type Reaction, type Situation } from '../conversation/conversation.ts';
import { plain } from '../conversation/understand.ts';
import { messages } from '../messages.vi.ts';
import { askHamlet, readHamlet } from './hamlet-question.ts';
import { receiptMessage } from './receipt.ts';

/** Letters in one petition; more is asked for as a file. Far above what anybody types, below what a cell holds. */
export const MAX_TEXT = 60_000;

export interface PetitionAnswers {
  texts: string[];
  files: IncomingFile[];
  location?: { latitude: number; longitude: number };
  messageIds: string[];
  /** The album whose photos are coming in. */
  album?: string;
  /** A hamlet's id, or null when they would rather not say. */
  hamlet?: string | null;
  /** What they wrote, when it is no hamlet of the plan. */
  hamletText?: string;
  /** "Không cần viết thêm": the photo alone. */
  fileOnly?: boolean;
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

function hasWords({ texts }: PetitionAnswers): boolean {
  return texts.some((text) => /[\p{L}\p{N}]/u.test(text));
}

/** Photos, places and further sentences are welcome at any step. Null: the message holds nothing of the kind. */
function moreContent(input: Input, answers: PetitionAnswers, minWords: number): { more: Partial<PetitionAnswers>; said: string } | null {
  const messageIds = [...answers.messageIds, input.messageId];
  switch (input.kind) {
    case 'media': {
      const texts = input.text ? [...answers.texts, input.text] : answers.texts;
      return { more: { files: [...answers.files, ...input.files], texts, messageIds, album: input.album }, said: messages.petition.photoKept };
    }
    case 'location':
      return { more: { location: { latitude: input.latitude, longitude: input.longitude }, messageIds }, said: messages.petition.added };
    case 'text':
      if (plain(input.text).split(' ').length < minWords) return null;
      return { more: { texts: [...answers.texts, input.text], messageIds }, said: messages.petition.added };
    default: return null;
  }
}

/** Takes content that came in place of an answer; the rest of an album without a word. */
function takeMore(input: Input, answers: PetitionAnswers, minWords: number): Reaction<PetitionAnswers> {
  const content = moreContent(input, answers, minWords);
  if (!content) return { again: true };
  const sameAlbum = input.kind === 'media' && input.album !== undefined && input.album === answers.album;
  return sameAlbum ? { quiet: content.more } : { answers: content.more, say: content.said };
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

function acceptHamlet(input: Input, answers: PetitionAnswers, situation: Situation): Reaction<PetitionAnswers> {
  const read = readHamlet(input, situation);
  if ('hamlet' in read) return { answers: { hamlet: read.hamlet } };
  const more = takeMore(input, answers, WORDS_OF_A_STORY);
  return 'again' in more ? { again: true, hint: read.hint } : more;
}

export const petition = defineConversation<PetitionAnswers>({
  name: 'petition',
  version: 1,
  consent: true,
  steps: {
    text: {
      needed: (answers) => !hasWords(answers) && !answers.fileOnly,
      ask(answers) {
        const [file] = answers.files;
        if (file) {
          const text = file.kind === 'voice' ? messages.petition.aboutVoice : messages.petition.aboutPhoto;
          return { text, choices: [{ id: 'file-only', label: messages.petition.fileOnly }] };
        }
        return { text: answers.location ? messages.petition.aboutPlace : messages.petition.what };
      },
      accept(input, answers) {
        if (input.kind === 'choice') return { answers: { fileOnly: true } };
        if (input.kind === 'text' && input.text.length > MAX_TEXT) {
          return { again: true, hint: messages.petition.tooLong(MAX_TEXT) };
        }
        const content = moreContent(input, answers, 1);
        if (!content) return { again: true };
        if (input.kind === 'media' && input.album !== undefined && input.album === answers.album) return { quiet: content.more };
        if (input.kind === 'text' && !hasWords({ ...answers, ...content.more })) {
          return { again: true, hint: messages.petition.empty };
        }
        return { answers: content.more };
      },
    },

    hamlet: {
      needed: (answers, situation) => !known(answers, situation) && !isUrgent(answers, situation),
      ask: (_, { plan }) => askHamlet(plan!),
      accept: acceptHamlet,
    },

    split: {
      needed: (answers, situation) =>
        answers.split === undefined && !isUrgent(answers, situation) && situation.classifier.split(wholeText(answers)).length > 1,
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

    edit: {
      needed: ({ editing }) => editing === true,
      ask: (_, { plan }) => ({
        text: messages.petition.editWhat,
        choices: [
          { id: 'text', label: messages.petition.editText, words: ['nội dung', 'sửa nội dung', 'viết lại'] },
          ...(plan!.hamlets.length > 0
            ? [{ id: 'hamlet', label: messages.petition.editHamlet(plan!.hamletUnit), words: ['thôn', 'bản', 'sửa thôn', plan!.hamletUnit] }]
            : []),
          { id: 'nothing', label: messages.petition.editNothing, words: ['không sửa', 'thôi'] },
        ],
      }),
      accept(input, answers, { plan }) {
        if (input.kind !== 'choice') return takeMore(input, answers, 4);
        if (input.id === 'text') return { answers: { editing: false, texts: [], split: undefined, fileOnly: false } };
        if (input.id === 'hamlet') return { answers: { editing: false, hamlet: undefined, hamletText: '' } };
        return { answers: { editing: false } };
      },
    },

    // Reached only from "Sửa thôn": the remembered hamlet is asked again.
    otherHamlet: {
      needed: ({ hamlet, hamletText }) => hamletText === '' && hamlet === undefined,
      ask: (_, { plan }) => askHamlet(plan!),
      accept: acceptHamlet,
    },

    confirm: {
      needed: (answers, situation) => !answers.confirmed && !isUrgent(answers, situation),
      ask: (answers, situation) => ({
        text: messages.petition.confirm(wholeText(answers), hamletShown(answers, situation), answers.files.length),
        choices: [
          { id: 'send', label: messages.petition.send, words: ['gửi đi', 'ok', 'đồng ý', 'có', 'đúng', 'đúng rồi', 'vâng', 'ừ', 'được', 'gui'] },
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
      hamletText: answers.hamletText || (answers.hamlet === undefined ? person!.hamletText : undefined),
      rememberHamlet: true,
      files: answers.files,
      location: answers.location,
      messageIds: answers.messageIds,
      conference: answers.conference,
    });
    return { say: [{ text: receiptMessage(plan!, receipt) }] };
  },
});
