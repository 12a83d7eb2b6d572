/** What a benchmark reports: a figure beside the baseline that it is judged by. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  baseline: number;
  /** What the baseline is: a bar that was set, or another way of doing the same. */
  baselineName: string;
}

/** The value below which so much of the sample lies; `part` from 0 to 1. */
export function quantile(sample: readonly number[], part: number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

/** The value in the middle of the sample. */
export function median(sample: readonly number[]): number {
  return quantile(sample, 0.5);
}
