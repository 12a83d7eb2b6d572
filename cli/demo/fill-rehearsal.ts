/** Fills a rehearsal: every villager's words go the way of a real petition, every decision that of the console. */
import { fold } from '../../classifier/index.ts';
import type { Clock } from '../../clock.ts';
import { StartError } from '../../config.ts';
import type { Data } from '../../data.ts';
import { createClassifyPetition } from '../../handlers/classify.ts';
import { createFileKeeper } from '../../handlers/files.ts';
import { createPetitionCases, type PetitionCases } from '../../handlers/petitions.ts';
import { createSpeakerCases } from '../../handlers/speakers.ts';
import { silentLog } from '../../log.ts';
import { conferencesFor, hamletText } from '../../plans/lookup.ts';
import type { Conference, Hamlet, Plan } from '../../plans/plan.ts';
import { createClerk } from './clerk.ts';
import { deskTime, later, momentOf } from './moments.ts';
import { drawPicture, PICTURE_NAMES } from './pictures.ts';
import { readVillagers, type Said, type Speaks, type Villager } from './villagers.ts';

/** What was added; all zero when it had been filled before. People with several petitions count once. */
export interface DemoReport { petitions: number; people: number; speakers: number }

/**
 * Adds what is missing of the invented petitions and registrations, as if it had come in over the last six days. No chat
 * is named anywhere, so nothing is ever sent to anybody. Safe beside the running program.
 *
 * @throws StartError for a plan that is not a rehearsal.
 */
export async function fillRehearsal({ data, plan, clock }: {
  data: Pick<Data, 'stores' | 'plans' | 'classifier' | 'fileStore'>;
  plan: Plan;
  clock: Clock;
}): Promise<DemoReport> {
  if (!plan.rehearsal) throw new StartError(`${plan.id} is no rehearsal: invented petitions are only put into one that says so.`);
  const { stores, plans, classifier, fileStore } = data;
  const now = clock();
  // Everything below happens at this moment, which is set before each step.
  let moment = now;
  const then: Clock = () => moment;

  const keeper = createFileKeeper({
    stores, fileStore, clock: then, log: silentLog,
    download: async (_channel, _chat, ref) => {
      const picture = PICTURE_NAMES.find((name) => name === ref);
      return picture ? drawPicture(picture) : null;
    },
    fetchLater: (id) => keeper.fetch(id),
  });
  const classify = createClassifyPetition({ stores, plans, classifier, clock: then });
  const petitions = createPetitionCases({
    stores, classifier, clock: then, files: keeper,
    async classifyLater(id) {
      moment = later(moment, 3, now);
      await classify(id);
    },
  });
  // Nobody who is invented has a chat, so nobody can be told anything.
  const speakers = createSpeakerCases({ stores, classifier, clock: then, notify: async () => undefined });
  const clerk = await createClerk({ stores, plan, clock: then, classifyLater: classify });

  async function personOf({ name, phone }: Villager, hamlet: string | undefined): Promise<string | undefined> {
    if (!name) return undefined;
    const known = { commune: plan.commune.id, name, phone, hamlet, search: fold([name, hamlet].filter(Boolean).join(' ')) };
    return (await stores.people.knownAgain(known, moment)).id;
  }

  async function say({ villager, said, origin, at }: Entry<Said>): Promise<number> {
    const hamlet = hamletOf(plan, villager);
    const text = spoken(said.text, hamlet ? hamletText(plan, hamlet) : `${plan.hamletUnit} tôi`);
    moment = at;
    const { petitions: added } = await petitions.submit({
      plan, channel: said.via, origin, text, hamlet: hamlet?.id, receivedAt: at,
      parts: said.topic.length > 1 ? classifier.split(text) : [text],
      person: await personOf(villager, hamlet?.id),
      byStaff: said.via === 'paper' || said.via === 'import',
      files: said.photo && [{ kind: 'photo', ref: said.photo, name: 'anh.png', mime: 'image/png' }],
    });
    for (const [index, petition] of added.entries()) {
      if (said.add) {
        moment = later(at, 25 * 60, now);
        await petitions.add(petition, { text: said.add, origin: `${origin}+${index}` });
      }
      await goOn(petitions, petition.id, said, index, at);
    }
    return added.length;
  }

  /** What became of it: the author's second thoughts, or the clerk's work at the desk. */
  async function goOn(cases: PetitionCases, id: string, said: Said, index: number, at: Date): Promise<void> {
    if (said.then === undefined) return;
    if (said.then === 'withdraw') {
      const petition = await stores.petitions.byId(id);
      moment = later(at, 50 * 60, now);
      if (petition) await cases.withdraw(petition);
      return;
    }
    moment = deskTime(at, now);
    if (said.then === 'reject') return clerk.decide(id, { kind: 'reject', why: said.why ?? '' });
    if (said.then === 'release') await clerk.decide(id, { kind: 'release', why: said.why });
    moment = later(moment, 2 * 60, now);
    await clerk.file(id, said.topic[index]);
    if (said.then !== 'route') return;
    moment = later(moment, 4 * 60, now);
    await clerk.route(id);
  }

  async function speak({ villager, said, origin, at }: Entry<Speaks>): Promise<number> {
    const hamlet = hamletOf(plan, villager);
    const conference = conferenceOf(plan, said, hamlet?.id, at);
    if (!conference || !villager.name) return 0;
    moment = at;
    const person = await personOf(villager, hamlet?.id);
    if (!person) return 0;
    const placed = await speakers.register({
      plan, conference, person, origin, channel: said.via, name: villager.name, hamlet: hamlet?.id, content: said.content,
    });
    if (said.withdraws) {
      moment = later(at, 20 * 60 * 60, now);
      await speakers.withdraw(plan, placed);
    }
    return 1;
  }

  const everybody = readVillagers();
  const registered = new Set((await stores.speakers.list(plan.id)).map(({ origin }) => origin));
  const report: DemoReport = { petitions: 0, people: 0, speakers: 0 };
  const wrote = new Set<number>();

  for (const entry of inOrder(everybody.flatMap((villager) => villager.says.map((said, index) => entryOf(villager, said, index))))) {
    if (await stores.petitions.exists(`${entry.origin}#0`)) continue;
    report.petitions += await say(entry);
    if (entry.villager.name) wrote.add(entry.villager.number);
  }
  for (const entry of inOrder(everybody.flatMap((villager) => (villager.speaks ? [entryOf(villager, villager.speaks, 'speaks')] : [])))) {
    if (!registered.has(entry.origin)) report.speakers += await speak(entry);
  }
  return { ...report, people: wrote.size };

  function entryOf<T extends { when: string }>(villager: Villager, said: T, place: number | string): Entry<T> {
    return { villager, said, at: momentOf(said.when, now), origin: `demo:${plan.id}:${villager.number}.${place}` };
  }
}

interface Entry<T> { villager: Villager; said: T; at: Date; origin: string }

/** In the order in which they came in: receipt codes count that way. */
function inOrder<T>(entries: Entry<T>[]): Entry<T>[] {
  return entries.sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** Villagers of the sixth hamlet live in the sixth of the plan; a plan with fewer begins again with its first. */
function hamletOf(plan: Plan, { place }: Villager): Hamlet | undefined {
  return plan.hamlets[place % plan.hamlets.length];
}

function conferenceOf(plan: Plan, { conference }: Speaks, hamlet: string | undefined, now: Date): Conference | undefined {
  if (conference === 'hamlet') return conferencesFor(plan, { hamlet, now })[0];
  return conferencesFor(plan, { now }).find(({ hamlets, associations }) => hamlets.length === 0 && associations.length > 0);
}

/** A text with the hamlet's name, which who types without diacritics types so too. */
function spoken(text: string, hamlet: string): string {
  const marked = /[^\p{ASCII}]/u.test(text);
  return text.replaceAll('{hamlet}', marked ? hamlet : fold(hamlet));
}
