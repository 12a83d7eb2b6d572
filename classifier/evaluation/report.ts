import type { Measured } from './measure.ts';
import type { MeasuredScreening } from './measure-screening.ts';
import type { MeasuredSplitting } from './measure-splitting.ts';

/** What was measured on one set; a set of petitions is measured by simpler classifiers too. */
export type SetReport = { name: string } & (
  | { kind: 'topics'; measured: Measured; beside: { name: string; measured: Measured }[] }
  | { kind: 'screening'; screening: MeasuredScreening }
  | { kind: 'splitting'; splitting: MeasuredSplitting }
  | { kind: 'plan'; plan: string; count: number; right: number; stripped: number }
);

const CONFUSIONS = 8;

function percent(value: number): string {
  return `${(100 * value).toFixed(1)} %`;
}

function table(rows: string[][]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => row.map((cell, column) => (
    column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)
  )).join('  ').trimEnd());
}

function comparison(name: string, one: Measured): string[] {
  return [
    name, ...[one.top1, one.top3, one.strict, one.macroF1, one.coverage95.coverage, one.stripped, one.teencode]
      .map(percent),
  ];
}

function topicLines({ measured, beside }: Extract<SetReport, { kind: 'topics' }>): string[] {
  const { topics, confusions, calibration, coverage95, auto, secondReader } = measured;
  return [
    ...table([
      ['', 'right', 'in 3', 'strict', 'macro-F1', 'cover 95', 'no marks', 'teencode'],
      comparison('this classifier', measured),
      ...beside.map((other) => comparison(other.name, other.measured)),
    ]),
    ...(secondReader === undefined ? [] : [`second reader: ${percent(secondReader)} right`]),
    `auto: ${percent(auto.coverage)} of all, ${percent(auto.precision)} of them right;`
      + ` 95 % precision holds down to ${coverage95.from.toFixed(3)}`,
    `calibration error ${calibration.error.toFixed(3)}:`,
    ...table([
      ['  probability from', 'petitions', 'mean', 'right'],
      ...calibration.bins.map(({ from, count, confidence, right }) => (
        [`  ${from.toFixed(1)}`, String(count), confidence.toFixed(2), right.toFixed(2)]
      )),
    ]),
    `F1: ${topics.map(({ topic, f1 }) => `${topic} ${percent(f1)}`).join(', ')}`,
    `confused: ${confusions.slice(0, CONFUSIONS).map(({ label, guess, count }) => `${label} → ${guess} ${count}`)
      .join(', ') || 'none'}`,
  ];
}

function screeningLines({ kinds, heldRecall, wronglyHeld, urgentRecall, personal }: MeasuredScreening): string[] {
  return [
    ...table([
      ['', 'messages', 'precision', 'recall'],
      ...kinds.map(({ kind, count, precision, recall }) => [kind, String(count), percent(precision), percent(recall)]),
    ]),
    `complaints and denunciations held ${percent(heldRecall)}, ordinary petitions held ${percent(wronglyHeld)},`
      + ` urgent seen ${percent(urgentRecall)}`,
    ...(personal
      ? [`a third person's data: ${personal.count} messages, ${percent(personal.recall)} seen,`
        + ` ${percent(personal.wrongly)} of the others taken for such`]
      : []),
  ];
}

function linesOf(report: SetReport): string[] {
  switch (report.kind) {
    case 'topics': return topicLines(report);
    case 'screening': return screeningLines(report.screening);
    case 'plan': return [
      `${report.count} sentences for the topics of ${report.plan}: ${percent(report.right)} right,`
        + ` ${percent(report.stripped)} without marks`,
    ];
    case 'splitting': {
      const { several, rightNumber, single, cutAtAll } = report.splitting;
      return [
        `several petitions: ${several} messages, ${percent(rightNumber)} cut into the right number;`
          + ` single: ${single}, ${percent(cutAtAll)} cut at all`,
      ];
    }
  }
}

/** The report as plain text. */
export function reportText(reports: readonly SetReport[]): string {
  return reports
    .map((report) => {
      const count = report.kind === 'topics' ? ` (${report.measured.count} petitions)` : '';
      return [`== ${report.name}${count}`, ...linesOf(report), ''].join('\n');
    })
    .join('\n');
}
