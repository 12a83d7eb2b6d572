import BayesClassifier from 'natural/lib/natural/classifiers/bayes_classifier.js';

/**
 * `natural`'s Bayes classifier made fit for Vietnamese: it takes tokens (its own tokenizer deletes Vietnamese
 * letters), reads only the features of a text instead of the whole vocabulary, and stays in log space, where a
 * text of any length has a finite score.
 */
export class SparseBayes extends BayesClassifier {
  readonly #number = new Map<string, number>();
  readonly #labels: string[];
  readonly #smoothing: number;
  #weights: Float64Array[] = [];

  constructor(labels: readonly string[], smoothing: number) {
    super(undefined, smoothing);
    // A plain object would inherit "constructor" and the like as counts.
    this.features = Object.create(null) as Record<string, number>;
    this.#labels = [...labels];
    this.#smoothing = smoothing;
  }

  /** The text's known features as the sparse observation that the engine accepts. */
  override textToFeatures(tokens: string[]): Record<number, number> {
    const sparse: Record<number, number> = {};
    let slot = 0;
    for (const token of new Set(tokens)) {
      if (this.features[token] === undefined) continue;
      let number = this.#number.get(token);
      if (number === undefined) {
        number = this.#number.size + 1;
        this.#number.set(token, number);
      }
      sparse[slot] = number;
      slot += 1;
    }
    return sparse;
  }

  /** Counts the documents with the engine, then turns its counts into one row of log weights a feature. */
  override train(): void {
    super.train();
    const counts = this.#labels.map((label) => this.classifier.classFeatures[label] ?? {});
    const smoothing = this.#smoothing;
    const vocabulary = this.#number.size;
    const totals = counts.map((row) => Object.values(row).reduce((sum, count) => sum + count, 0));
    const whole = totals.map((total) => Math.log(total + smoothing * vocabulary));
    const unseen = whole.map((log) => Math.log(smoothing) - log);
    this.#weights = Array.from({ length: vocabulary + 1 }, () => Float64Array.from(unseen));
    for (const [label, row] of counts.entries()) {
      for (const number in row) this.#weights[Number(number)]![label] = Math.log(row[number]!) - whole[label]!;
    }
  }

  /** Log likelihood of the text for each label, in the order of the labels, and how many features were known. */
  logScores(tokens: string[]): { scores: number[]; known: number } {
    const scores = this.#labels.map(() => 0);
    let known = 0;
    for (const token of new Set(tokens)) {
      const row = this.#weights[this.#number.get(token) ?? 0];
      if (!this.#number.has(token) || !row) continue;
      known += 1;
      for (let label = 0; label < scores.length; label += 1) scores[label]! += row[label]!;
    }
    return { scores, known };
  }

  /** Probabilities (they add up to 1), best first. */
  override getClassifications(tokens: string[]): { label: string; value: number }[] {
    const probabilities = softmax(this.logScores(tokens).scores);
    return this.#labels
      .map((label, i) => ({ label, value: probabilities[i]! }))
      .sort((a, b) => b.value - a.value);
  }
}

/** Log scores as probabilities; safe for any size of score. */
export function softmax(scores: readonly number[]): number[] {
  const top = Math.max(...scores);
  const shares = scores.map((score) => Math.exp(score - top));
  const sum = shares.reduce((a, b) => a + b, 0);
  return shares.map((share) => share / sum);
}
