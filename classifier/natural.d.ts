/**
 * The one part of `natural` that is used, by its deep path: the package's entry loads 1,269 modules, reads `.env`
 * and prints to stdout. The path is not promised API, so the version is pinned and a test watches it.
 */
declare module 'natural/lib/natural/classifiers/bayes_classifier.js' {
  /** Naive Bayes over array tokens; only what the subclass touches is declared. */
  class BayesClassifier {
    constructor(stemmer?: unknown, smoothing?: number);
    /** The Bayes engine underneath: label → feature number → count + smoothing. */
    classifier: { classFeatures: Record<string, Record<number, number>>; smoothing: number };
    features: Record<string, number>;
    docs: { label: string; text: string[] }[];
    addDocument(text: string[], label: string): void;
    train(): void;
    textToFeatures(text: string[]): Record<number, number>;
    getClassifications(text: string[]): { label: string; value: number }[];
  }
  export = BayesClassifier;
}
