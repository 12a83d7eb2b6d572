/**
 * What a report needs of the records, and no more: the smallest types that cross into the rendering worker. A list
 * never needs a name, so people are not even handed over unless the internal appendix is asked for.
 */
import type { Person } from '../models/person.ts';
import type { Petition } from '../models/petition.ts';
import type { Placed } from '../models/speaker-registration.ts';

/** What a list needs of a petition. */
export type ListedPetition = Pick<
  Petition,
  | 'number' | 'code' | 'receipt' | 'text' | 'wholeMessage' | 'additions' | 'channel' | 'person' | 'hamlet'
  | 'hamletText' | 'conference' | 'topic' | 'office' | 'status' | 'urgent' | 'receivedAt' | 'erasedAt' | 'attachments'
>;

/** What the internal appendix needs of a person. */
export type ListedPerson = Pick<Person, 'id' | 'name' | 'phone' | 'erasedAt'>;

/** What a list needs of a speaker. */
export type ListedSpeaker = Pick<
  Placed,
  'conference' | 'name' | 'hamlet' | 'association' | 'content' | 'topic' | 'number' | 'erasedAt'
> & { seat?: number; reserve?: number };

/** Copies the fields that reports need: what is not copied (history, chats, messages) cannot leak into a document. */
export function toListedPetition(petition: ListedPetition): ListedPetition {
  const {
    number, code, receipt, text, wholeMessage, additions, channel, person, hamlet, hamletText, conference, topic,
    office, status, urgent, receivedAt, erasedAt, attachments,
  } = petition;
  return {
    number, code, receipt, text, wholeMessage, additions, channel, person, hamlet, hamletText, conference, topic,
    office, status, urgent, receivedAt, erasedAt, attachments,
  };
}

/** The fields of a person that the internal appendix prints. */
export function toListedPerson({ id, name, phone, erasedAt }: ListedPerson): ListedPerson {
  return { id, name, phone, erasedAt };
}

/** The fields of a registration that the speakers' list prints. */
export function toListedSpeaker(speaker: ListedSpeaker): ListedSpeaker {
  const { conference, name, hamlet, association, content, topic, number, erasedAt, seat, reserve } = speaker;
  return { conference, name, hamlet, association, content, topic, number, erasedAt, seat, reserve };
}
