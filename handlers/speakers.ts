/** Registering to speak at a conference: order of registration, seats per hamlet or association, a reserve list. */
import type { Classifier } from '../classifier/index.ts';
import type { Clock } from '../clock.ts';
import type { ChannelName, ChatKey } from '../models/message.ts';
import { groupOf, placeSpeakers, type Placed, type SpeakerRegistration } from '../models/speaker-registration.ts';
import type { Stores } from '../models/stores/index.ts';
import { topicById, topicFor } from '../plans/lookup.ts';
import { TOPIC_IDS, type Conference, type Plan } from '../plans/plan.ts';
import { messages } from './messages.vi.ts';
import type { Notify } from './notify.ts';

export interface Registration {
  plan: Plan;
  conference: Conference;
  person: string;
  /** Absent: registered on paper, or by somebody who cannot be written to. */
  chat?: ChatKey;
  channel: ChannelName;
  /** Unique for ever: registering it again changes nothing. */
  origin: string;
  name: string;
  hamlet?: string;
  content: string;
}

export type SpeakerCases = ReturnType<typeof createSpeakerCases>;

/** Registrations to speak, made and changed on behalf of the people themselves. */
export function createSpeakerCases({ stores, clock, classifier, notify }: {
  stores: Stores;
  clock: Clock;
  classifier: Classifier;
  notify: Notify;
}) {
  /** Everybody's place at a conference. */
  async function places(plan: Plan, conference: string): Promise<Placed[]> {
    return placeSpeakers(await stores.speakers.list(plan.id, conference), plan.speaking.capacityPerGroup);
  }

  function topicOf(plan: Plan, content: string): string | undefined {
    const guess = classifier.propose(content, plan.topics).topic;
    const area = TOPIC_IDS.find((known) => known === guess);
    return topicById(plan, guess ?? '')?.id ?? (area && topicFor(plan, area)?.id);
  }

  return {
    places,

    /** Registers, and tells the place: a seat, or a number on the reserve list. */
    async register(registration: Registration): Promise<Placed> {
      const { plan, conference, person, chat, channel, origin, name, hamlet, content } = registration;
      const now = clock();
      const association = conference.hamlets.length === 0 ? conference.associations[0] : undefined;
      const { id } = await stores.speakers.create({
        plan: plan.id, conference: conference.id, origin, person, chat, channel, name, content,
        ...(association ? { association, hamlet: undefined } : { hamlet }),
        topic: topicOf(plan, content),
        registeredAt: now,
        history: [{ at: now, by: { kind: 'author' }, what: 'registered' }],
      });
      return (await places(plan, conference.id)).find((placed) => placed.id === id)!;
    },

    /** The person's registrations that stand, with their places. */
    async ofPerson(plan: Plan, person: string): Promise<Placed[]> {
      const all = await stores.speakers.ofPerson(person);
      const own = all.filter((registration) => registration.status === 'registered' && registration.plan === plan.id);
      const conferences = [...new Set(own.map(({ conference }) => conference))];
      const placed = (await Promise.all(conferences.map((conference) => places(plan, conference)))).flat();
      return placed.filter(({ id }) => own.some((registration) => registration.id === id));
    },

    async change(plan: Plan, registration: Pick<SpeakerRegistration, 'id'>, content: string): Promise<void> {
      // Done already, before a crash.
      if ((await stores.speakers.byId(registration.id))?.content === content) return;
      await stores.speakers.change(
        registration.id,
        { content, topic: topicOf(plan, content) },
        { at: clock(), by: { kind: 'author' }, what: 'content' },
      );
    },

    /**
     * Gives the seat back; who moves up from the reserve is told at once. Their messages are saved first, so that a
     * crash in between leaves nobody untold: it is all done again, and each is told once.
     */
    async withdraw(plan: Plan, registration: SpeakerRegistration): Promise<void> {
      const list = await stores.speakers.list(plan.id, registration.conference);
      const before = placeSpeakers(list, plan.speaking.capacityPerGroup);
      const after = placeSpeakers(list.filter(({ id }) => id !== registration.id), plan.speaking.capacityPerGroup);
      const group = groupOf(registration);
      const waited = before.filter(({ reserve, ...other }) => reserve !== undefined && groupOf(other) === group);
      const conference = plan.conferences.find(({ id }) => id === registration.conference);
      for (const { id, chat } of waited) {
        const now = after.find((placed) => placed.id === id);
        if (!chat || now?.seat === undefined || !conference) continue;
        await notify(chat, `seat/${id}/${registration.id}`, { text: messages.speak.movedUp(conference, now.seat) });
      }
      await stores.speakers.change(
        registration.id,
        { status: 'withdrawn' },
        { at: clock(), by: { kind: 'author' }, what: 'status', from: 'registered', to: 'withdrawn' },
      );
    },
  };
}
