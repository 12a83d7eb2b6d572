/** The machine's proposal for a petition. It never changes what a person has decided. */
import type { Classifier } from '../classifier/index.ts';
import type { Clock } from '../clock.ts';
import { canChange } from '../models/petition.ts';
import type { Stores } from '../models/stores/index.ts';
import { topicById, topicFor } from '../plans/lookup.ts';
import { TOPIC_IDS, type Plan } from '../plans/plan.ts';
import { officeFor } from './petitions.ts';

/** Proposes topic and office of a petition that is still `received`; anything else is left alone. */
export function createClassifyPetition({ stores, plans, classifier, clock }: {
  stores: Stores;
  plans: readonly Plan[];
  classifier: Classifier;
  clock: Clock;
}) {
  return async function classifyPetition(id: string): Promise<void> {
    const petition = await stores.petitions.byId(id);
    if (!petition || !canChange(petition.status, 'classified', 'machine')) return;
    const plan = plans.find((candidate) => candidate.id === petition.plan);
    // Another process serves that plan: it will do it.
    if (!plan) return;
    const { topic: guess, ...rest } = classifier.propose(petition.text, plan.topics);
    const at = clock();
    const area = TOPIC_IDS.find((candidate) => candidate === guess);
    const proposed = topicById(plan, guess ?? '')?.id ?? (area && topicFor(plan, area)?.id);
    const topic = petition.topicConfirmedBy ? petition.topic : proposed;

    await stores.petitions.change(id, {
      expect: petition.status,
      set: {
        status: 'classified',
        proposal: { topic: guess, ...rest, at },
        ...(topic && { topic }),
        ...(!petition.topicConfirmedBy && { office: officeFor(plan, topic) }),
      },
      unset: ['classifyError'],
      history: { at, by: { kind: 'machine' }, what: 'classified', to: topic ?? '', why: rest.version },
    });
  };
}
