import { softmax } from './bayes.ts';
import { createFeatures } from './features.ts';
import { createVotingModel } from './learned.ts';
import { createLexicon } from './lexicon.ts';
import { readModel, type Model } from './model-file.ts';
import { createOwnScorer, type OwnScorer, type OwnTopic } from './own-topics.ts';
import { createScreenModel } from './screen-model.ts';
import { screenText, type Screening } from './screening.ts';
import { createSpeller } from './spelling.ts';
import { splitText } from './split.ts';
import { TOPIC_IDS, type TopicId } from './topics.ts';
import { createReader, type Words } from './words.ts';

/** What the machine proposes for one petition. A person decides. */
export interface Proposal<Topic extends string> {
  /** The best topic; null only when there is nothing to go by (empty, emoji only, no known word). */
  topic: Topic | null;
  /** Probability of `topic`, 0 to 1; 0 without a topic. */
  confidence: number;
  /** The next two, best first; empty without a topic. */
  alternatives: { topic: Topic; confidence: number }[];
  /** Whether the proposal is sure enough to be taken over without a choice (expected precision ≥ 95 %). */
  auto: boolean;
  /** The classifier's version. */
  version: string;
}

/** A proposal among the thirteen. */
export type Classification = Proposal<TopicId>;

/** Topic, screening and splitting of villagers' messages. Pure: the same text gives the same answer. */
export interface Classifier {
  /** Changes when lexicon, corpus or code changes. */
  readonly version: string;
  classify(text: string): Classification;
  /**
   * The same for a plan with topics of its own. A topic with phrases is proposed by its id, together with what it
   * covers; the others of the thirteen by theirs.
   */
  propose(text: string, own: readonly OwnTopic[]): Proposal<string>;
  screen(text: string): Screening;
  /** Exact, contiguous substrings of `text`, usually just `[text]`; only white space stands between two parts. */
  split(text: string): string[];
}

/** Weight of the phrases in log space beside the learned votes, which bring their own. */
const LEXICON_WEIGHT = 0.7;

/** Much that was said is not as much proof: scores of a story are damped, so that its probability means what it says. */
const CALM_WORDS = 25;

/**
 * From this probability on a proposal is `auto`. Fitted on the hands of the corpus, each left out of training in turn, so
 * that at least 95 % equal the one label that its writer gave; more are acceptable.
 */
const AUTO_FROM = 0.8;

/** An own topic that covers none of the thirteen begins so far below the best of them: one clear phrase lifts it. */
const UNCOVERED = 2;

function logSum(scores: readonly number[]): number {
  const highest = Math.max(...scores);
  return highest + Math.log(scores.reduce((sum, score) => sum + Math.exp(score - highest), 0));
}

/** Makes a classifier with the shipped model, or with one that was trained further. Make one and share it. */
export function createClassifier({ model = readModel() }: { model?: Model } = {}): Classifier {
  const { version } = model;
  const read = createReader();
  const spell = createSpeller(model.spelling);
  const lexicon = createLexicon(read, spell);
  const screenLearned = createScreenModel(model.screening);
  const learnedModel = createVotingModel(model.voters, createFeatures(read), spell);

  /** Log scores of the thirteen; null when there is nothing to go by. */
  function scoresOf(words: Words): number[] | null {
    const fromLexicon = lexicon(words);
    const learned = learnedModel.predict(words);
    if (fromLexicon.hits === 0 && learned.known === 0) return null;
    const calm = Math.min(1, Math.sqrt(CALM_WORDS / words.words.length));
    return learned.scores.map((score, i) => calm * (score + LEXICON_WEIGHT * fromLexicon.scores[i]!));
  }

  function proposal<Topic extends string>(topics: readonly Topic[], scores: readonly number[]): Proposal<Topic> {
    const [best, ...others] = softmax(scores)
      .map((confidence, i) => ({ topic: topics[i]!, confidence }))
      .sort((a, b) => b.confidence - a.confidence);
    return { ...best!, alternatives: others.slice(0, 2), auto: best!.confidence >= AUTO_FROM, version };
  }

  function nothing(): Proposal<never> {
    return { topic: null, confidence: 0, alternatives: [], auto: false, version };
  }

  function classify(text: string): Classification {
    const scores = scoresOf(read(text));
    return scores ? proposal(TOPIC_IDS, scores) : nothing();
  }

  /** Topics of one plan are handed in again and again: their phrases are read once. */
  const ownScorers = new WeakMap<readonly OwnTopic[], OwnScorer>();

  function propose(text: string, own: readonly OwnTopic[]): Proposal<string> {
    if (!own.some(({ phrases }) => phrases?.length)) return classify(text);
    const scorer = ownScorers.get(own) ?? createOwnScorer(own, read, spell);
    ownScorers.set(own, scorer);
    const words = read(text);
    const found = scorer(words);
    const areas = scoresOf(words);
    if (!areas && found.every((score) => score === 0)) return nothing();
    const scores = new Map(TOPIC_IDS.map((area, i) => [area as string, areas?.[i] ?? 0]));
    const highest = Math.max(...scores.values());
    for (const [i, { id, covers, phrases }] of own.entries()) {
      if (!phrases?.length) continue;
      const covered = covers.map((area) => scores.get(area) ?? highest - UNCOVERED);
      for (const area of covers) scores.delete(area);
      if (covered.length === 0 && found[i] === 0) continue;
      const base = covered.length === 0 ? highest - UNCOVERED : logSum(covered);
      scores.set(id, base + LEXICON_WEIGHT * found[i]!);
    }
    return proposal([...scores.keys()], [...scores.values()]);
  }

  return {
    version,
    classify,
    propose,
    screen(text) {
      const words = read(text);
      return screenText(words, Math.max(...lexicon(words).scores), screenLearned(words));
    },
    split: (text) => splitText(text, (part) => classify(part)),
  };
}
