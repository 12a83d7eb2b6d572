/** Consent and people's rights over their data (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15; NĐ 356/2025/NĐ-CP). */
import type { Clock } from '../clock.ts';
import type { FileStore } from '../models/files.ts';
import type { HistoryEntry } from '../models/history.ts';
import type { ChatKey } from '../models/message.ts';
import type { Person } from '../models/person.ts';
import type { Petition } from '../models/petition.ts';
import type { SpeakerRegistration } from '../models/speaker-registration.ts';
import type { Stores } from '../models/stores/index.ts';
import type { Plan } from '../plans/plan.ts';

export type PrivacyCases = ReturnType<typeof createPrivacyCases>;

/** What a person may do with their own data: see it, correct it, take the consent back, have it all erased. */
export function createPrivacyCases({ stores, fileStore, clock }: {
  stores: Stores;
  fileStore: FileStore;
  clock: Clock;
}) {
  async function removeFile(id: string): Promise<void> {
    const attachment = await stores.attachments.byId(id);
    if (!attachment) return;
    const { file } = attachment;
    // The record goes last: after a crash in between it still tells which file is to go.
    if (file && (await stores.attachments.countOfFile(file)) === 1) await fileStore.remove(file);
    await stores.attachments.remove(id);
  }

  /** The files go first: while the petition still names them, a crash leaves none behind. */
  async function empty(petition: Petition, history: HistoryEntry): Promise<void> {
    const files = [...petition.attachments, ...petition.additions.flatMap(({ attachments }) => attachments)];
    for (const id of files) await removeFile(id);
    await stores.petitions.erase(petition.id, history);
  }

  /** Has the person nothing else here: no other petition, no later registration to speak? */
  async function isLastOf(person: string, { id, receivedAt }: Petition): Promise<boolean> {
    const petitions = await stores.petitions.ofPerson(person);
    if (petitions.some((other) => other.id !== id)) return false;
    return (await stores.speakers.ofPerson(person)).every(({ registeredAt }) => registeredAt <= receivedAt);
  }

  return {
    /** Records that this chat agreed to this version of the notice; makes the person where there is none. */
    consent({ plan, chat, version }: { plan: Plan; chat: ChatKey; version: string }): Promise<Person> {
      return stores.people.consented(plan.commune.id, chat, { version, at: clock(), chat });
    },

    /** What was received lawfully stays; nothing new is taken before a new consent. */
    async withdrawConsent(person: Person): Promise<void> {
      if (!person.consent) return;
      const now = clock();
      await stores.people.update(person.id, { consent: { ...person.consent, withdrawnAt: now } }, now);
    },

    correct(person: Person, fields: Partial<Pick<Person, 'name' | 'phone' | 'hamlet'>>): Promise<void> {
      return stores.people.update(person.id, fields, clock(), fields.hamlet ? ['hamletText'] : []);
    },

    /** All that is stored of a person. */
    async stored(person: Person): Promise<{ petitions: Petition[]; registrations: SpeakerRegistration[] }> {
      return {
        petitions: await stores.petitions.ofPerson(person.id),
        registrations: await stores.speakers.ofPerson(person.id),
      };
    },

    /**
     * The time of a petition is over: words, files and author go; the author's own record, too, when it was the last.
     * Safe to repeat after a crash: the petition, which leads to all of it, goes last.
     */
    async expire(petition: Petition, now: Date): Promise<void> {
      const history = { at: now, by: { kind: 'machine' as const }, what: 'erased', why: 'retention' };
      if (petition.person && (await isLastOf(petition.person, petition))) {
        for (const { id } of await stores.speakers.ofPerson(petition.person)) await stores.speakers.erase(id, history);
        await stores.people.erase(petition.person, now);
      }
      await empty(petition, history);
    },

    /**
     * Takes the person out of everything: words, files, name, chat. What is held as a complaint or denunciation stays
     * (a legal hold) and is returned; numbers, topics and hamlets stay for the count. Safe to repeat after a crash:
     * the person's own record goes last.
     */
    async erase(person: Person, chat: ChatKey): Promise<{ kept: Petition[] }> {
      const history = { at: clock(), by: { kind: 'author' as const }, what: 'erased' };
      const petitions = await stores.petitions.ofPerson(person.id);
      const kept = petitions.filter(({ status }) => status === 'held');
      for (const petition of petitions) {
        if (!kept.includes(petition)) await empty(petition, history);
      }
      for (const { id } of await stores.speakers.ofPerson(person.id)) await stores.speakers.erase(id, history);
      await stores.inbox.forgetChat(chat);
      await stores.outbox.forgetChat(chat);
      if (kept.length === 0) await stores.people.erase(person.id, history.at);
      return { kept };
    },
  };
}
