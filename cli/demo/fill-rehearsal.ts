/** Fills a rehearsal: every villager's words go the way of a real petition, every decision that of the console. */
import { fold } from '../../classifier/index.ts';
import type { Clock } from '../../clock.ts';
import { StartError } from '../../config.ts';
import { conferencesFor, hamletText } from '../../plans/lookup.ts';
import type { Conference, Hamlet, Plan } from '../../plans/plan.ts';
import { hireClerk } from './clerk.ts';
import { momentOf } from './moments.ts';
import { createScene, type SceneData } from './scene.ts';
import { goOn } from './story.ts';
import { readVillagers, type Said, type Speaks, type Villager } from './villagers.ts';

/** What was added; all zero when it had been filled before. People with several petitions count once. */
export interface DemoReport { petitions: number; people: number; speakers: number }

/** Something that a villager said; `origin` knows it again. */
interface Entry<T> { villager: Villager; said: T; at: Date; origin: string }

/**
 * Adds what is missing of the invented petitions and registrations, as if it had come in over the last six days. No
 * chat is named anywhere, so nothing is ever sent to anybody. Safe beside the running program.
 *
 * @throws StartError for a plan that is not a rehearsal.
 */
export async function fillRehearsal({ data, plan, clock }: {
  data: SceneData;
  plan: Plan;
  clock: Clock;
}): Promise<DemoReport> {
  if (!plan.rehearsal) {
    throw new StartError(`${plan.id} is no rehearsal: invented petitions are only put into a plan that says so.`);
  }
  const { stores, classifier } = data;
  const now = clock();
  const clerk = await hireClerk(stores, plan, now);

  async function personOf({ name, phone }: Villager, hamlet: string | undefined, at: Date) {
    if (!name) return undefined;
    const search = fold([name, hamlet].filter(Boolean).join(' '));
    return (await stores.people.knownAgain({ commune: plan.commune.id, name, phone, hamlet, search }, at)).id;
  }

  /** Stores the petitions; what becomes of them is told by the function that comes back. */
  async function say({ villager, said, origin, at }: Entry<Said>) {
    const scene = createScene({ data, plan, clerk, at, now });
    const hamlet = hamletOf(plan, villager);
    const text = spoken(said.text, hamlet ? hamletText(plan, hamlet) : `${plan.hamletUnit} tôi`);
    const { petitions } = await scene.petitions.submit({
      plan, channel: said.via, origin, text, hamlet: hamlet?.id, receivedAt: at,
      parts: said.topic.length > 1 ? classifier.split(text) : [text],
      person: await personOf(villager, hamlet?.id, at),
      byStaff: said.via === 'paper' || said.via === 'import',
      files: said.photo && [{ kind: 'photo', ref: said.photo, name: 'anh.png', mime: 'image/png' }],
    });
    return { count: petitions.length, goOn: () => goOn(scene, petitions, said) };
  }

  async function speak({ villager, said, origin, at }: Entry<Speaks>): Promise<void> {
    const hamlet = hamletOf(plan, villager)?.id;
    const conference = conferenceOf(plan, said, hamlet, at);
    const person = await personOf(villager, hamlet, at);
    if (!conference || !villager.name || !person) return;
    const { speakers, wait } = createScene({ data, plan, clerk, at, now });
    const placed = await speakers.register({
      plan, conference, person, origin, hamlet, channel: said.via, name: villager.name, content: said.content,
    });
    if (!said.withdraws) return;
    wait(20 * 60);
    await speakers.withdraw(plan, placed);
  }

  function entryOf<T extends { when: string }>(villager: Villager, said: T, place: number | 'speaks'): Entry<T> {
    return { villager, said, at: momentOf(said.when, now), origin: `demo:${plan.id}:${villager.number}.${place}` };
  }

  const villagers = readVillagers();
  const said = villagers.flatMap((villager) => villager.says.map((words, index) => entryOf(villager, words, index)));
  const known = await Promise.all(said.map(({ origin }) => stores.petitions.exists(`${origin}#0`)));
  const newly = said.filter((_, index) => !known[index]);
  const stories: Awaited<ReturnType<typeof say>>[] = [];
  for (const entry of inOrder(newly)) stories.push(await say(entry));
  await Promise.all(stories.map((story) => story.goOn()));

  const before = await stores.speakers.list(plan.id);
  const speaking = villagers.flatMap((villager) => (
    villager.speaks ? [entryOf(villager, villager.speaks, 'speaks')] : []));
  for (const entry of inOrder(speaking.filter(({ origin }) => before.every((other) => other.origin !== origin)))) {
    await speak(entry);
  }
  return {
    petitions: stories.reduce((sum, { count }) => sum + count, 0),
    people: new Set(newly.filter(({ villager }) => villager.name).map(({ villager }) => villager.number)).size,
    speakers: (await stores.speakers.list(plan.id)).length - before.length,
  };
}

/** In the order in which they came in: receipt codes count that way. */
function inOrder<T>(entries: Entry<T>[]): Entry<T>[] {
  return entries.sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** Villagers of the sixth hamlet live in the sixth of the plan; a plan with fewer begins again with its first. */
function hamletOf(plan: Plan, { place }: Villager): Hamlet | undefined {
  return plan.hamlets[place % plan.hamlets.length];
}

function conferenceOf(plan: Plan, said: Speaks, hamlet: string | undefined, now: Date): Conference | undefined {
  if (said.conference === 'hamlet') return conferencesFor(plan, { hamlet, now })[0];
  return conferencesFor(plan, { now })
    .find(({ hamlets, associations }) => hamlets.length === 0 && associations.length > 0);
}

/** A text with the hamlet's name, which who types without diacritics types so too. */
function spoken(text: string, hamlet: string): string {
  const marked = /[^\p{ASCII}]/u.test(text);
  return text.replaceAll('{hamlet}', marked ? hamlet : fold(hamlet));
}
