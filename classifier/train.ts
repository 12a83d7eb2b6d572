import { readCorpus, readPhrases, type TrainingLine } from './data-files.ts';
import { createFeatures } from './features.ts';
import { trainRouted } from './learned.ts';
import { decodeModel, encodeModel, type Model } from './model-file.ts';
import { countSpellings } from './spelling.ts';
import { contentVersion } from './version.ts';
import { createReader } from './words.ts';

/** Trains on the given lines; the model is as it would be read from its file. */
export function trainModel(lines: readonly TrainingLine[], version: string): Model {
  const read = createReader();
  const weights = trainRouted(lines, read, createFeatures(read));
  const spelling = countSpellings(lines.map(({ text }) => read(text)), readPhrases().map((phrase) => read(phrase)));
  return decodeModel(encodeModel({ version, weights, spelling }));
}

/** The text of `model.json` for the corpus as it stands: the same bytes every time. */
export function trainShipped(): string {
  return encodeModel(trainModel(readCorpus(), contentVersion()));
}
