import { SparseBayes } from './bayes.ts';
import { readTopicFiles } from './data-files.ts';
import { MARKED_FROM } from './lexicon.ts';
import { STOP_WORDS } from './stop-words.ts';
import { TOPIC_IDS } from './topics.ts';
import type { Reader, Words } from './words.ts';

/**
 * The replaceable learned part: log scores in the order of `TOPIC_IDS` (only their differences mean anything)
 * and how many of the text's features it knows (0 = nothing to go by).
 */
export interface LearnedModel {
  predict(text: Words): { scores: number[]; known: number };
}

const SMOOTHING = 0.3;

type Form = 'raw' | 'folded';

/** Single words and pairs, without the words that say nothing. */
function features({ words }: Words, form: Form, stop: ReadonlySet<string>): string[] {
  const kept = words.map((word) => word[form]).filter((word) => !stop.has(word));
  const pairs = kept.slice(1).map((word, i) => `${kept[i]}_${word}`);
  // A number alone says nothing; beside a word ("cấp #", "# tuổi") it does.
  return [...kept.filter((word) => word !== '#'), ...pairs.filter((pair) => pair !== '#_#')];
}

/**
 * Trains two models on `corpus/<topic>.txt`: one that reads marks and one that ignores them. A text is routed by
 * how many of its words are marked; mixing both in one model costs accuracy on marked text.
 */
export function trainModel(read: Reader): LearnedModel {
  const stop: Record<Form, ReadonlySet<string>> = {
    raw: new Set([...STOP_WORDS].flatMap((word) => read(word).words.map(({ raw }) => raw))),
    folded: new Set([...STOP_WORDS].flatMap((word) => read(word).words.map(({ folded }) => folded))),
  };
  const models: Record<Form, SparseBayes> = {
    raw: new SparseBayes(TOPIC_IDS, SMOOTHING),
    folded: new SparseBayes(TOPIC_IDS, SMOOTHING),
  };
  for (const { topic, lines } of readTopicFiles('corpus')) {
    for (const line of lines) {
      const text = read(line);
      models.folded.addDocument(features(text, 'folded', stop.folded), topic);
      if (text.markedShare >= MARKED_FROM) models.raw.addDocument(features(text, 'raw', stop.raw), topic);
    }
  }
  models.raw.train();
  models.folded.train();

  return {
    predict(text) {
      const form = text.markedShare >= MARKED_FROM ? 'raw' : 'folded';
      return models[form].logScores(features(text, form, stop[form]));
    },
  };
}
