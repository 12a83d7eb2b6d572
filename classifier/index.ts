/** The classifier's public face. Nothing else in this folder is imported from outside, except `lines.ts`. */
export { createClassifier } from './classifier.ts';
export type { Classification, Classifier, Proposal } from './classifier.ts';
export { fold } from './fold.ts';
export { commonLetters, createLikenessIndex, LIKE_FROM, SAME_FROM } from './likeness.ts';
export type { Like, LikenessIndex } from './likeness.ts';
export { decodeModel, encodeModel, readModel, type Model } from './model-file.ts';
export type { OwnTopic } from './own-topics.ts';
export { holdsPersonalData } from './personal-data.ts';
export type { Screening } from './screening.ts';
export { trainFurther } from './train.ts';
export { TOPIC_IDS } from './topics.ts';
export type { TopicGuess, TopicId } from './topics.ts';
