/**
 * The thirteen topics of the dialogue plans, in the order of Thái Tân's plan. The ids are fixed;
 * the names belong to each commune's plan.
 */
export type TopicId =
  | 'party_gov'
  | 'economy'
  | 'new_rural'
  | 'social_policy'
  | 'environment'
  | 'traffic_irrigation'
  | 'education'
  | 'employment'
  | 'security'
  | 'culture'
  | 'construction'
  | 'land_clearance'
  | 'religion';

/** All topic ids in plan order. Score arrays inside this folder use the same order. */
export const TOPIC_IDS: readonly TopicId[] = [
  'party_gov',
  'economy',
  'new_rural',
  'social_policy',
  'environment',
  'traffic_irrigation',
  'education',
  'employment',
  'security',
  'culture',
  'construction',
  'land_clearance',
  'religion',
];

/** A topic with the probability the model gives it (0 to 1; the thirteen add up to 1). */
export interface TopicGuess {
  topic: TopicId;
  confidence: number;
}
