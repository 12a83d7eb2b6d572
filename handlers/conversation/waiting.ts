/** What a person has said or sent and not handed in yet: words, photos, a place. It goes along from step to step. */
import type { IncomingFile } from '../../models/message.ts';
import type { Input } from './conversation.ts';
import { plain } from './understand.ts';

export interface Waiting {
  texts: string[];
  /** Which message each text came in, so that an edit of it is made here too. */
  textIds?: string[];
  files: IncomingFile[];
  location?: { latitude: number; longitude: number };
  messageIds: string[];
  /** The album whose photos are coming in. */
  album?: string;
}

export const emptyWaiting: Waiting = { texts: [], textIds: [], files: [], messageIds: [] };

/** Adds what a message holds to what is waiting; null when it holds nothing that can be kept. */
export function keepWaiting(waiting: Waiting, input: Input): Waiting | null {
  const { texts, textIds = [], files } = waiting;
  const messageIds = [...waiting.messageIds, input.messageId];
  const withText = (text: string | undefined) =>
    (text ? { texts: [...texts, text], textIds: [...textIds, input.messageId] } : { texts, textIds });
  switch (input.kind) {
    case 'text': return { ...waiting, ...withText(input.text), messageIds };
    case 'location':
      return { ...waiting, location: { latitude: input.latitude, longitude: input.longitude }, messageIds };
    case 'media':
      return { ...waiting, ...withText(input.text), files: [...files, ...input.files], album: input.album, messageIds };
    default: return null;
  }
}

/** Is this a further photo of the album that is coming in? It is taken without a word: one answer is enough. */
export function sameAlbum({ album }: Pick<Waiting, 'album'>, input: Input): boolean {
  return input.kind === 'media' && input.album !== undefined && input.album === album;
}

/** The text of a message that was edited before it was handed in; null when no text came in that message. */
export function reword(waiting: Waiting, messageId: string, text: string): Waiting | null {
  const index = waiting.textIds?.indexOf(messageId) ?? -1;
  return index < 0 ? null : { ...waiting, texts: waiting.texts.with(index, text) };
}

/** Reads it out of stored answers, whatever else they hold; empty when there is nothing. */
export function waitingIn(answers: object | undefined): Waiting {
  const { texts, textIds, files, location, messageIds, album } = (answers ?? {}) as Partial<Waiting>;
  return {
    texts: texts ?? [], textIds: textIds ?? [], files: files ?? [], messageIds: messageIds ?? [],
    ...(location && { location }), ...(album && { album }),
  };
}

export function isWaiting({ texts, files, location }: Waiting): boolean {
  return texts.length > 0 || files.length > 0 || Boolean(location);
}

/** Both together, the earlier one first. */
export function joinWaiting(first: Waiting, second: Waiting): Waiting {
  return {
    texts: [...first.texts, ...second.texts],
    textIds: [...(first.textIds ?? []), ...(second.textIds ?? [])],
    files: [...first.files, ...second.files],
    messageIds: [...first.messageIds, ...second.messageIds],
    ...((second.location ?? first.location) && { location: second.location ?? first.location }),
    ...((second.album ?? first.album) && { album: second.album ?? first.album }),
  };
}

/** Words in a text that is told, not an answer to a question. */
export function countWords(text: string): number {
  const words = plain(text);
  return words === '' ? 0 : words.split(' ').length;
}
