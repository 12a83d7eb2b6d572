/** The invented clerk of a rehearsal, who decides as a person in the console does. */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { createReview, type Decision } from '../../handlers/review.ts';
import type { Petition } from '../../models/petition.ts';
import type { Stores } from '../../models/stores/index.ts';
import { topicFor } from '../../plans/lookup.ts';
import type { Plan, TopicId } from '../../plans/plan.ts';

const NAME = 'Cán bộ tập dượt';

export type Clerk = Awaited<ReturnType<typeof createClerk>>;

/** Makes the clerk of a plan, or finds the one made before. No link is ever given out: nobody signs in as the clerk. */
export async function createClerk({ stores, plan, clock, classifyLater }: {
  stores: Pick<Stores, 'petitions' | 'staff' | 'settings'>;
  plan: Plan;
  clock: Clock;
  classifyLater: (petitionId: string) => Promise<void>;
}) {
  const id = await stores.settings.once(`demo-clerk:${plan.id}`, randomUUID());
  const by = await stores.staff.create({ id, name: NAME, roles: ['mttq', 'reception'], plans: [plan.id], createdAt: clock() });
  const review = createReview({ stores, clock, classifyLater });

  async function read(petitionId: string): Promise<Petition> {
    const petition = await stores.petitions.byId(petitionId);
    if (!petition) throw new Error('an invented petition is gone');
    return petition;
  }

  /** @throws Error when the decision is refused: then the invented story does not hold together. */
  async function decide(petitionId: string, decision: Decision): Promise<void> {
    const petition = await read(petitionId);
    const decided = await review.decide({ plan, petitionId, seen: petition.history.length, by, decision });
    if (!decided.done) throw new Error(`"${decision.kind}" of the invented petition ${petition.origin} was refused: ${decided.refusal}`);
  }

  return {
    decide,

    /** Confirms the machine's topic, or corrects it with a reason. */
    async file(petitionId: string, area: TopicId | undefined): Promise<void> {
      const topic = area && topicFor(plan, area);
      if (!topic) return;
      const corrects = (await read(petitionId)).topic !== topic.id;
      await decide(petitionId, {
        kind: 'topic', topic: topic.id, ...(corrects && { why: `Việc chính cần giải quyết thuộc lĩnh vực ${topic.name}` }),
      });
    },

    /** Sends it to the office that it stands with. */
    async route(petitionId: string): Promise<void> {
      await decide(petitionId, { kind: 'route', office: (await read(petitionId)).office ?? plan.defaultRouting.office });
    },
  };
}
