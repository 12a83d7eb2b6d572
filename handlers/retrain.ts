/**
 * What staff have confirmed teaches the classifier of their commune. Opt-in, and taken only when it is not worse.
 *
 * Nobody's words are kept in it: a word or pair of words enters the trained model only when the shipped corpus has it or
 * the petitions of several people do, and the model goes out of use once one of the petitions it learned from is erased.
 */
import { createHash } from 'node:crypto';
import { createClassifier, trainFurther, type Model, type TopicId } from '../classifier/index.ts';
import type { Petition } from '../models/petition.ts';
import { topicById } from '../plans/lookup.ts';
import { TOPIC_IDS, type Plan } from '../plans/plan.ts';

/** A petition whose topic a person confirmed, as one of the thirteen. */
interface Confirmed {
  id: string;
  text: string;
  topic: TopicId;
  person: string;
}

/** What came of it; `trained` only when it is to be used. */
export interface Retrained {
  confirmed: number;
  keptBack: number;
  /** Right proposals on what was kept back, by the classifier in use and by the one trained anew. */
  before: number;
  after: number;
  trained?: { model: Model; learnedFrom: string[] };
}

/** Fewer teach nothing that could be measured. */
export const CONFIRMED_FROM = 100;

/** Every so many are kept back to compare on. */
const KEEP_BACK = 4;

/** The one of the thirteen that a confirmed topic stands for; nothing when the plan's topic is wider and nobody knows. */
function areaOf(plan: Plan, { topic, proposal }: Petition): TopicId | undefined {
  const covers = (topic && topicById(plan, topic)?.covers) || [];
  if (covers.length === 1) return covers[0];
  const guesses = [proposal?.topic, ...(proposal?.alternatives ?? []).map((other) => other.topic)];
  const guess = guesses.find((one) => covers.some((area) => area === one));
  return TOPIC_IDS.find((area) => area === guess);
}

/** Staff's confirmations among petitions; what is erased, held or without words teaches nothing. */
function confirmedOf(plans: readonly Plan[], petitions: readonly Petition[]): Confirmed[] {
  return petitions.flatMap((petition) => {
    const plan = plans.find(({ id }) => id === petition.plan);
    const { id, text, topicConfirmedBy, erasedAt, status, person } = petition;
    if (!plan || !topicConfirmedBy || erasedAt || status === 'held' || text.trim() === '') return [];
    const topic = areaOf(plan, petition);
    return topic ? [{ id, text, topic, person: person ?? id }] : [];
  });
}

/** The same petitions are kept back every time. */
function isKeptBack({ id }: Confirmed): boolean {
  return createHash('sha256').update(id).digest()[0]! % KEEP_BACK === 0;
}

/** Trains on what staff have confirmed and compares; changes nothing. */
export function retrain({ plans, petitions }: { plans: readonly Plan[]; petitions: readonly Petition[] }): Retrained {
  const confirmed = confirmedOf(plans, petitions);
  const keptBack = confirmed.filter(isKeptBack);
  const lessons = confirmed.filter((one) => !isKeptBack(one));
  const none = { confirmed: confirmed.length, keptBack: keptBack.length, before: 0, after: 0 };
  if (confirmed.length < CONFIRMED_FROM || keptBack.length === 0) return none;
  const model = trainFurther(lessons);
  const right = (classifier: { classify(text: string): { topic: TopicId | null } }) => (
    keptBack.filter(({ text, topic }) => classifier.classify(text).topic === topic).length
  );
  const before = right(createClassifier());
  const after = right(createClassifier({ model }));
  return {
    ...none, before, after,
    ...(after >= before && { trained: { model, learnedFrom: lessons.map(({ id }) => id) } }),
  };
}
