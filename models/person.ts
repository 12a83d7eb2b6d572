/** Somebody who asked or speaks, in one commune. */
import type { ChatKey } from './message.ts';

/**
 * Proof of consent (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, Điều 9): which text, when, where. Withdrawing does not
 * delete what was received lawfully; erasing does.
 */
export interface Consent {
  /** Version of the notice that was shown. */
  version: string;
  at: Date;
  chat: ChatKey;
  withdrawnAt?: Date;
}

/** A citizen as one commune knows them. */
export interface Person {
  id: string;
  commune: string;
  /** The chat they write from; absent for people who came on paper or in an import. */
  chat?: ChatKey;
  name?: string;
  /** Ten digits from 0. */
  phone?: string;
  hamlet?: string;
  hamletText?: string;
  consent?: Consent;
  createdAt: Date;
  updatedAt: Date;
  erasedAt?: Date;
}

/** Is there a consent that holds now? */
export function hasConsented(person: Pick<Person, 'consent'>, version: string): boolean {
  return person.consent?.version === version && !person.consent.withdrawnAt;
}
