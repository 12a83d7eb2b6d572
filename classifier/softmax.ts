/** One text to learn from: its features, with repetitions, and the number of its label. */
export interface Example {
  features: string[];
  label: number;
}

/** A linear model in log space: a row of weights for each known feature. */
export interface SoftmaxWeights {
  labels: number;
  /** Known features; a feature's place is its row. */
  vocabulary: string[];
  /** Inverse document frequency of each feature. */
  idf: Float32Array;
  /** Row after row, `labels` numbers each. */
  weights: Float32Array;
}

const EPOCHS = 30;
const LEARNING_RATE = 1.5;
const L2 = 2e-5;
/** A pair of words that only one text has says nothing about the next one. */
const PAIR_FROM = 2;

/** A small generator with a fixed seed (mulberry32): training gives the same weights every time. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Multinomial logistic regression over TF-IDF by stochastic gradient descent. Same examples, same weights. */
export function trainSoftmax(examples: readonly Example[], labels: number): SoftmaxWeights {
  const frequency = new Map<string, number>();
  for (const { features } of examples) {
    for (const feature of new Set(features)) frequency.set(feature, (frequency.get(feature) ?? 0) + 1);
  }
  const vocabulary = [...frequency.keys()]
    .filter((feature) => !feature.includes('_') || frequency.get(feature)! >= PAIR_FROM)
    .sort();
  const row = new Map(vocabulary.map((feature, i) => [feature, i]));
  const idf = Float32Array.from(vocabulary, (feature) => Math.log((1 + examples.length) / frequency.get(feature)!));
  const weights = new Float64Array(vocabulary.length * labels);
  const vectors = examples.map(({ features }) => vectorOf(features, row, idf));

  const random = createRandom(1);
  const order = examples.map((_, i) => i);
  const scores = new Float64Array(labels);
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    const rate = LEARNING_RATE / (1 + epoch / 8);
    shuffle(order, random);
    for (const i of order) learn(vectors[i]!, examples[i]!.label, rate, weights, scores);
    const kept = 1 - rate * L2 * examples.length;
    for (let at = 0; at < weights.length; at += 1) weights[at]! *= kept;
  }
  return { labels, vocabulary, idf, weights: Float32Array.from(weights) };
}

/** Rows and values of a text's known features, the values of length 1. */
export interface Vector {
  rows: number[];
  values: number[];
}

/** TF-IDF of the known features, scaled to length 1. */
export function vectorOf(features: readonly string[], row: ReadonlyMap<string, number>, idf: Float32Array): Vector {
  const counts = new Map<number, number>();
  for (const feature of features) {
    const at = row.get(feature);
    if (at !== undefined) counts.set(at, (counts.get(at) ?? 0) + 1);
  }
  const rows = [...counts.keys()];
  const values = rows.map((at) => Math.sqrt(counts.get(at)!) * idf[at]!);
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0)) || 1;
  return { rows, values: values.map((value) => value / length) };
}

function shuffle(order: number[], random: () => number): void {
  for (let i = order.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
}

function learn({ rows, values }: Vector, label: number, rate: number, weights: Float64Array, scores: Float64Array) {
  const labels = scores.length;
  scores.fill(0);
  for (let i = 0; i < rows.length; i += 1) {
    const from = rows[i]! * labels;
    for (let k = 0; k < labels; k += 1) scores[k]! += weights[from + k]! * values[i]!;
  }
  let top = -Infinity;
  for (const score of scores) if (score > top) top = score;
  let sum = 0;
  for (let k = 0; k < labels; k += 1) {
    scores[k] = Math.exp(scores[k]! - top);
    sum += scores[k]!;
  }
  for (let k = 0; k < labels; k += 1) scores[k] = (scores[k]! / sum - (k === label ? 1 : 0)) * rate;
  for (let i = 0; i < rows.length; i += 1) {
    const from = rows[i]! * labels;
    for (let k = 0; k < labels; k += 1) weights[from + k]! -= scores[k]! * values[i]!;
  }
}
