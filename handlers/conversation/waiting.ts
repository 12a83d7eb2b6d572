/** What a person has said or sent and not handed in yet: words, photos, a place. It goes along from step to step. */
import type { IncomingFile } from '../../models/message.ts';
import type { Input } from './conversation.ts';
import { plain } from './understand.ts';

export interface Waiting {
  texts: string[];
  /** Which message each text came in, so that an edit of it is made here too. */
  textIds?: string[];
  files: IncomingFile[];
  /** Which message each file came in, and the place: a message that is taken back takes them along. */
  fileIds?: string[];
  location?: { latitude: number; longitude: number };
  locationId?: string;
  messageIds: string[];
  /** Messages in which somebody else's words were handed on. Whose they are is not kept: nobody asked them. */
  relayedIds?: string[];
  /** The album whose photos are coming in. */
  album?: string;
}

export const emptyWaiting: Waiting = { texts: [], textIds: [], files: [], fileIds: [], messageIds: [] };

/** Adds what a message holds to what is waiting; null when it holds nothing that can be kept. */
export function keepWaiting(waiting: Waiting, input: Input): Waiting | null {
  const { messageId, relayed } = input;
  const { texts, textIds = [], files, fileIds = unknownIds(waiting) } = waiting;
  const both = {
    ...waiting,
    messageIds: [...waiting.messageIds, messageId],
    ...(relayed && { relayedIds: [...(waiting.relayedIds ?? []), messageId] }),
  };
  const withText = (text: string | undefined) =>
    (text ? { texts: [...texts, text], textIds: [...textIds, messageId] } : { texts, textIds });
  switch (input.kind) {
    case 'text': return { ...both, ...withText(input.text) };
    case 'location': {
      const { latitude, longitude } = input;
      return { ...both, location: { latitude, longitude }, locationId: messageId };
    }
    case 'media': {
      const added = { files: [...files, ...input.files], fileIds: [...fileIds, ...input.files.map(() => messageId)] };
      return { ...both, ...withText(input.text), ...added, album: input.album };
    }
    default: return null;
  }
}

/** A draft that an older version of the program stored does not say where its files came from. */
function unknownIds({ files }: Pick<Waiting, 'files'>): string[] {
  return files.map(() => '');
}

/** Without what came in a message that its sender took back; null when nothing came in it. */
export function takeBack(waiting: Waiting, messageId: string): Waiting | null {
  if (!waiting.messageIds.includes(messageId)) return null;
  const { texts, textIds = [], files, fileIds = [], location, locationId, relayedIds, album } = waiting;
  const others = (id: string | undefined) => id !== messageId;
  return {
    texts: texts.filter((_, index) => others(textIds[index])),
    textIds: textIds.filter(others),
    files: files.filter((_, index) => others(fileIds[index])),
    fileIds: fileIds.filter(others),
    messageIds: waiting.messageIds.filter(others),
    ...(location && others(locationId) && { location, locationId }),
    ...(relayedIds && { relayedIds: relayedIds.filter(others) }),
    ...(album && { album }),
  };
}

/** Without its words, which are going to be written anew. */
export function withoutTexts({ fileIds = [], locationId = '' }: Waiting): Partial<Waiting> {
  const messageIds = [...new Set([...fileIds, locationId])].filter((id) => id !== '');
  return { texts: [], textIds: [], messageIds, relayedIds: [] };
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
  const { texts = [], textIds = [], files = [], fileIds, location, locationId, messageIds = [], relayedIds, album }
    = (answers ?? {}) as Partial<Waiting>;
  return {
    texts, textIds, files, fileIds: fileIds ?? unknownIds({ files }), messageIds,
    ...(location && { location }), ...(location && locationId && { locationId }),
    ...(relayedIds && { relayedIds }), ...(album && { album }),
  };
}

export function isWaiting({ texts, files, location }: Waiting): boolean {
  return texts.length > 0 || files.length > 0 || Boolean(location);
}

/** Both together, the earlier one first. */
export function joinWaiting(first: Waiting, second: Waiting): Waiting {
  const { location, locationId } = second.location ? second : first;
  const relayedIds = [...(first.relayedIds ?? []), ...(second.relayedIds ?? [])];
  const album = second.album ?? first.album;
  return {
    texts: [...first.texts, ...second.texts],
    textIds: [...(first.textIds ?? []), ...(second.textIds ?? [])],
    files: [...first.files, ...second.files],
    fileIds: [...(first.fileIds ?? unknownIds(first)), ...(second.fileIds ?? unknownIds(second))],
    messageIds: [...first.messageIds, ...second.messageIds],
    ...(location && { location }), ...(location && locationId && { locationId }),
    ...(relayedIds.length > 0 && { relayedIds }), ...(album && { album }),
  };
}

/** Words in a text that is told, not an answer to a question. */
export function countWords(text: string): number {
  const words = plain(text);
  return words === '' ? 0 : words.split(' ').length;
}
