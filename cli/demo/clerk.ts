/** The invented clerk of a rehearsal, who decides as a person in the console does. */
import { randomUUID } from 'node:crypto';
import { createReview, type Decision, type ReviewDeps } from '../../handlers/review.ts';
import type { Petition } from '../../models/petition.ts';
import type { StaffMember } from '../../models/staff.ts';
import type { Stores } from '../../models/stores/index.ts';
import { topicFor } from '../../plans/lookup.ts';
import type { Plan, TopicId } from '../../plans/plan.ts';

const NAME = 'Cán bộ tập dượt';

/** Makes the clerk of a plan, or finds the one made before. No link is given out: nobody signs in as the clerk. */
export async function hireClerk(
  stores: Pick<Stores, 'staff' | 'settings'>, plan: Plan, now: Date,
): Promise<StaffMember> {
  const id = await stores.settings.once(`demo-clerk:${plan.id}`, randomUUID());
  return stores.staff.create({ id, name: NAME, roles: ['mttq', 'reception'], plans: [plan.id], createdAt: now });
}

/** The clerk at the desk. Each decision throws when it is refused: then the invented story does not hold together. */
export function createDesk({ plan, by, ...deps }: ReviewDeps & { plan: Plan; by: StaffMember }) {
  const review = createReview(deps);

  async function read(id: string): Promise<Petition> {
    const petition = await deps.stores.petitions.byId(id);
    if (!petition) throw new Error('an invented petition is gone');
    return petition;
  }

  async function decideOn({ id, origin, history }: Petition, decision: Decision): Promise<void> {
    const decided = await review.decide({ plan, petitionId: id, seen: history.length, by, decision });
    if (!decided.done) throw new Error(`"${decision.kind}" of ${origin} was refused: ${decided.refusal}`);
  }

  return {
    decide: async (id: string, decision: Decision): Promise<void> => decideOn(await read(id), decision),

    /** Confirms the machine's topic, or corrects it with a reason. What the plan leaves out stays unconfirmed. */
    async file(id: string, area: TopicId | undefined): Promise<void> {
      const topic = area && topicFor(plan, area);
      if (!topic) return;
      const petition = await read(id);
      const why = petition.topic === topic.id ? undefined : `Việc chính cần giải quyết thuộc lĩnh vực ${topic.name}`;
      await decideOn(petition, { kind: 'topic', topic: topic.id, why });
    },

    /** Sends it to the office that it stands with. */
    async route(id: string): Promise<void> {
      const petition = await read(id);
      await decideOn(petition, { kind: 'route', office: petition.office ?? plan.defaultRouting.office });
    },
  };
}
