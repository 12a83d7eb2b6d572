import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Form } from './features.ts';
import type { RoutedVoters, Voters } from './learned.ts';
import type { SoftmaxWeights } from './softmax.ts';
import type { SpellingCounts } from './spelling.ts';

/** What training leaves behind. */
export interface Model {
  /** Of everything that decides a classification; see `contentVersion`. */
  version: string;
  voters: RoutedVoters;
  spelling: SpellingCounts;
  /** Of the learned screening, in the order of `SCREENINGS`. */
  screening: SoftmaxWeights;
}

/** The model that is shipped. */
export const MODEL_FILE = join(import.meta.dirname, 'model.json');

interface StoredForm {
  /** Features apart by a space: none has one inside. */
  vocabulary: string;
  labels: number;
  /** Weights are whole steps of this size, one signed byte each; base64. */
  step: number;
  weights: string;
  /** Inverse document frequencies in thousandths, two bytes each, low byte first; base64. */
  idf: string;
}

/** Words apart by a space and their counts; pairs as the places of their words and the count, three numbers a pair. */
interface StoredSpelling {
  words: string;
  counts: string;
  pairs: string;
}

interface StoredVoters extends StoredForm {
  bayesStep: number;
  /** As `weights`. */
  bayes: string;
}

type Stored = { version: string; spelling: StoredSpelling; screening: StoredForm } & Record<Form, StoredVoters>;

const LARGEST = 127;
const IDF_UNIT = 1_000;

function encodeTable(weights: Float32Array): { step: number; bytes: string } {
  const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  const step = Number((largest / LARGEST).toPrecision(6)) || 1;
  const bytes = Int8Array.from(weights, (weight) => Math.max(-LARGEST, Math.min(LARGEST, Math.round(weight / step))));
  return { step, bytes: Buffer.from(bytes.buffer).toString('base64') };
}

function decodeTable(step: number, base64: string): Float32Array {
  const bytes = Buffer.from(base64, 'base64');
  const table = new Float32Array(bytes.length);
  for (let i = 0; i < bytes.length; i += 1) table[i] = bytes.readInt8(i) * step;
  return table;
}

function encodeForm({ labels, vocabulary, idf, weights }: SoftmaxWeights): StoredForm {
  const { step, bytes } = encodeTable(weights);
  const frequencies = Buffer.alloc(idf.length * 2);
  for (const [i, value] of idf.entries()) frequencies.writeUInt16LE(Math.round(value * IDF_UNIT), i * 2);
  return { vocabulary: vocabulary.join(' '), labels, step, weights: bytes, idf: frequencies.toString('base64') };
}

function decodeForm({ vocabulary, labels, step, weights, idf }: StoredForm): SoftmaxWeights {
  const frequencies = Buffer.from(idf, 'base64');
  const inverse = new Float32Array(frequencies.length / 2);
  for (let i = 0; i < inverse.length; i += 1) inverse[i] = frequencies.readUInt16LE(i * 2) / IDF_UNIT;
  return {
    labels, vocabulary: vocabulary === '' ? [] : vocabulary.split(' '), idf: inverse, weights: decodeTable(step, weights),
  };
}

function encodeVoters({ softmax, bayes }: Voters): StoredVoters {
  const { step, bytes } = encodeTable(bayes);
  return { ...encodeForm(softmax), bayesStep: step, bayes: bytes };
}

function decodeVoters(stored: StoredVoters): Voters {
  return { softmax: decodeForm(stored), bayes: decodeTable(stored.bayesStep, stored.bayes) };
}

function encodeSpelling({ words, pairs }: SpellingCounts): StoredSpelling {
  const sorted = [...words.keys()].sort();
  const place = new Map(sorted.map((word, i) => [word, i]));
  const triples = [...pairs].map(([pair, count]) => {
    const [first, second] = pair.split(' ').map((word) => place.get(word)!);
    return { first: first!, second: second!, count };
  }).sort((a, b) => a.first - b.first || a.second - b.second);
  return {
    words: sorted.join(' '),
    counts: sorted.map((word) => rounded(words.get(word)!)).join(' '),
    pairs: triples.map(({ first, second, count }) => `${first} ${second} ${rounded(count)}`).join(' '),
  };
}

/** Sums of 0.3 are not exact. */
function rounded(count: number): number {
  return Number(count.toFixed(1));
}

function decodeSpelling({ words, counts, pairs }: StoredSpelling): SpellingCounts {
  const known = words.split(' ');
  const times = counts.split(' ').map(Number);
  const numbers = pairs.split(' ').map(Number);
  const decoded = new Map<string, number>();
  for (let i = 0; i + 2 < numbers.length; i += 3) {
    decoded.set(`${known[numbers[i]!]} ${known[numbers[i + 1]!]}`, numbers[i + 2]!);
  }
  return { words: new Map(known.map((word, i) => [word, times[i]!])), pairs: decoded };
}

/** The model as the text of a file: compact, the same bytes for the same model. */
export function encodeModel({ version, voters, spelling, screening }: Model): string {
  const stored: Stored = {
    version,
    raw: encodeVoters(voters.raw),
    folded: encodeVoters(voters.folded),
    spelling: encodeSpelling(spelling),
    screening: encodeForm(screening),
  };
  return `${JSON.stringify(stored, null, 1)}\n`;
}

/**
 * Reads what `encodeModel` wrote.
 * @throws Error when it is something else.
 */
export function decodeModel(text: string): Model {
  const { version, raw, folded, spelling, screening } = JSON.parse(text) as Partial<Stored>;
  if (!version || !raw || !folded || !spelling || !screening) throw new Error('no model: a part of it is missing');
  const voters = { raw: decodeVoters(raw), folded: decodeVoters(folded) };
  return { version, voters, spelling: decodeSpelling(spelling), screening: decodeForm(screening) };
}

/** The shipped model. */
export function readModel(): Model {
  return decodeModel(readFileSync(MODEL_FILE, 'utf8'));
}
