import { fold } from '../fold.ts';
import { TOPIC_IDS, type TopicGuess, type TopicId } from '../topics.ts';
import type { Labelled } from './labelled.ts';
import { asTeencode } from './teencode.ts';

/** What is measured: a text's best topic and the next ones. `Classifier.classify` is one. */
export type Propose = (text: string) => {
  topic: TopicId | null;
  confidence: number;
  alternatives: readonly TopicGuess[];
  auto?: boolean;
};

/** Shares are 0 to 1. "Right" means the label or one of `also`, except in `strict`. */
export interface Measured {
  count: number;
  /** First guess right: the project's "acceptable". */
  top1: number;
  /** One of the first three right. */
  top3: number;
  /** First guess equal to the label itself. */
  strict: number;
  macroF1: number;
  topics: { topic: TopicId; count: number; f1: number }[];
  /** Wrong first guesses, most frequent first. */
  confusions: { label: TopicId; guess: TopicId | null; count: number }[];
  calibration: Calibration;
  /** The largest share of the petitions, surest first, of which at least 95 % are right; chosen on this very set. */
  coverage95: { coverage: number; from: number };
  /** Share marked `auto`, and how many of those are right. */
  auto: { coverage: number; precision: number };
  /** `top1` with every diacritic removed, and in teencode. */
  stripped: number;
  teencode: number;
  /** How often a second reader's first choice is right, where there is one. */
  secondReader?: number;
}

/** Whether a probability means what it says. */
export interface Calibration {
  /** Expected calibration error over ten equal bins of probability. */
  error: number;
  bins: { from: number; count: number; confidence: number; right: number }[];
}

interface Judged {
  label: TopicId;
  guess: TopicId | null;
  confidence: number;
  right: boolean;
  rightInThree: boolean;
  auto: boolean;
}

const BINS = 10;
const PRECISION = 0.95;

function judge(propose: Propose, { topic, also }: Labelled, text: string): Judged {
  const fine = new Set<TopicId | null>([topic, ...also]);
  const { topic: guess, confidence, alternatives, auto } = propose(text);
  const right = fine.has(guess);
  return {
    label: topic, guess, confidence, right, auto: auto ?? false,
    rightInThree: right || alternatives.slice(0, 2).some((other) => fine.has(other.topic)),
  };
}

function share(all: readonly Judged[], is: (one: Judged) => boolean): number {
  return all.length === 0 ? 0 : all.filter(is).length / all.length;
}

/** A right guess counts for the topic that was guessed, a wrong one against the label and the guess. */
function f1ByTopic(judged: readonly Judged[]): Measured['topics'] {
  return TOPIC_IDS.map((topic) => {
    const right = judged.filter((one) => one.right && one.guess === topic).length;
    const wrong = judged.filter((one) => !one.right && (one.guess === topic || one.label === topic)).length;
    const count = judged.filter((one) => one.label === topic).length;
    return { topic, count, f1: right + wrong === 0 ? Number.NaN : (2 * right) / (2 * right + wrong) };
  }).filter(({ f1 }) => !Number.isNaN(f1));
}

function confusionsOf(judged: readonly Judged[]): Measured['confusions'] {
  const counts = new Map<string, { label: TopicId; guess: TopicId | null; count: number }>();
  for (const { label, guess, right } of judged) {
    if (right) continue;
    const key = `${label} ${guess}`;
    const pair = counts.get(key) ?? { label, guess, count: 0 };
    counts.set(key, pair);
    pair.count += 1;
  }
  return [...counts.values()].sort((a, b) => b.count - a.count);
}

function calibrate(judged: readonly Judged[]): Calibration {
  const bins = Array.from({ length: BINS }, (_, i) => {
    const inside = judged.filter(({ confidence }) => Math.min(BINS - 1, Math.floor(confidence * BINS)) === i);
    const confidence = inside.reduce((sum, one) => sum + one.confidence, 0) / (inside.length || 1);
    return { from: i / BINS, count: inside.length, confidence, right: share(inside, (one) => one.right) };
  }).filter(({ count }) => count > 0);
  const gaps = bins.map(({ count, confidence, right }) => (count / judged.length) * Math.abs(confidence - right));
  return { error: gaps.reduce((sum, gap) => sum + gap, 0), bins };
}

/** The largest coverage at 95 % precision when the surest proposals are taken first. */
export function coverageAt95(judged: readonly { confidence: number; right: boolean }[]): Measured['coverage95'] {
  const sorted = judged.toSorted((a, b) => b.confidence - a.confidence);
  let right = 0;
  let best = { coverage: 0, from: 1 };
  for (const [i, one] of sorted.entries()) {
    if (one.right) right += 1;
    if (right / (i + 1) >= PRECISION) best = { coverage: (i + 1) / sorted.length, from: one.confidence };
  }
  return best;
}

/** Runs a classifier over labelled petitions. */
export function measure(propose: Propose, petitions: readonly Labelled[]): Measured {
  const judged = petitions.map((petition) => judge(propose, petition, petition.text));
  const topics = f1ByTopic(judged);
  const auto = judged.filter((one) => one.auto);
  const read = petitions.filter((petition) => petition.secondTopic !== undefined);
  return {
    count: petitions.length,
    top1: share(judged, (one) => one.right),
    top3: share(judged, (one) => one.rightInThree),
    strict: share(judged, (one) => one.guess === one.label),
    macroF1: topics.reduce((sum, { f1 }) => sum + f1, 0) / topics.length,
    topics,
    confusions: confusionsOf(judged),
    calibration: calibrate(judged),
    coverage95: coverageAt95(judged),
    auto: { coverage: auto.length / (judged.length || 1), precision: share(auto, (one) => one.right) },
    stripped: share(petitions.map((one) => judge(propose, one, fold(one.text))), (one) => one.right),
    teencode: share(petitions.map((one) => judge(propose, one, asTeencode(one.text))), (one) => one.right),
    ...(read.length > 0 && {
      secondReader: read.filter(({ topic, also, secondTopic }) => [topic, ...also].includes(secondTopic!)).length
        / read.length,
    }),
  };
}
