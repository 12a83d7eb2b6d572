import { readCorpus, readPhrases, type TrainingLine } from './data-files.ts';
import { createFeatures } from './features.ts';
import { trainVoters } from './learned.ts';
import { decodeModel, encodeModel, readModel, type Model } from './model-file.ts';
import { trainScreening } from './screen-model.ts';
import { countSpellings } from './spelling.ts';
import type { TopicId } from './topics.ts';
import { contentVersion } from './version.ts';
import { createReader } from './words.ts';

/** Trains on the given lines; the model is as it would be read from its file. */
export function trainModel(lines: readonly TrainingLine[], version: string): Model {
  const read = createReader();
  const voters = trainVoters(lines, read, createFeatures(read));
  const spelling = countSpellings(lines.map(({ text }) => read(text)), readPhrases().map((phrase) => read(phrase)));
  return decodeModel(encodeModel({ version, voters, spelling, screening: trainScreening(lines, read) }));
}

/** The text of `model.json` for the corpus as it stands: the same bytes every time. */
export function trainShipped(): string {
  return encodeModel(trainModel(readCorpus(), contentVersion()));
}

/** A text that a person put under a topic, and who wrote it. */
export interface Lesson {
  text: string;
  topic: TopicId;
  person: string;
}

/** A word that so many people wrote is nobody's own. */
const PEOPLE_FROM = 3;

/**
 * The shipped corpus and a commune's lessons together. Only words that the corpus has, or that several people wrote,
 * become part of the model: no name and no phone number of one person does.
 */
export function trainFurther(lessons: readonly Lesson[]): Model {
  const corpus = readCorpus();
  const read = createReader();
  const features = createFeatures(read);
  const own = lessons.map(({ text, topic }) => ({ hand: 'staff', text, topic }));
  const allowed = { raw: new Set<string>(), folded: new Set<string>() };
  for (const form of ['raw', 'folded'] as const) {
    for (const { text } of corpus) for (const feature of features(read(text), form)) allowed[form].add(feature);
    const writers = new Map<string, Set<string>>();
    for (const { text, person } of lessons) {
      for (const feature of features(read(text), form)) {
        writers.set(feature, (writers.get(feature) ?? new Set()).add(person));
      }
    }
    for (const [feature, people] of writers) if (people.size >= PEOPLE_FROM) allowed[form].add(feature);
  }
  const { version, spelling, screening } = readModel();
  const voters = trainVoters([...corpus, ...own], read, (text, form) => (
    features(text, form).filter((feature) => allowed[form].has(feature))
  ));
  return decodeModel(encodeModel({ version: `${version}+${lessons.length}`, voters, spelling, screening }));
}
