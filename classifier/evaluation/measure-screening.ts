import type { Screening } from '../screening.ts';
import { parseRows } from './labelled.ts';

/** A message with the screening that a person gave it. */
export interface Screened {
  want: Screening;
  text: string;
}

const KINDS: readonly Screening[] = ['petition', 'complaint', 'denunciation', 'urgent', 'insult', 'other'];

/** Shares are 0 to 1; a kind that neither stands in the set nor was found is left out. */
export interface MeasuredScreening {
  count: number;
  kinds: { kind: Screening; count: number; precision: number; recall: number }[];
  /** Complaints and denunciations that are held, as either: what matters is that a person looks at them. */
  heldRecall: number;
  /** Ordinary petitions and urgent ones that are held all the same. */
  wronglyHeld: number;
  /** Urgent messages that are seen as urgent. */
  urgentRecall: number;
}

/** Rows `want, text` with a heading line, or in that order without one. */
export function parseScreened(tsv: string): Screened[] {
  const first = tsv.slice(0, tsv.indexOf('\t'));
  const rows = parseRows((KINDS as readonly string[]).includes(first) ? `want\ttext\n${tsv}` : tsv);
  return rows.map(({ want, screening, kind, text = '' }, i) => {
    const wanted = KINDS.find((known) => known === (want ?? screening ?? kind));
    if (!wanted) throw new Error(`row ${i + 2}: no kind of screening`);
    return { want: wanted, text };
  });
}

function isHeld(kind: Screening): boolean {
  return kind === 'complaint' || kind === 'denunciation';
}

/** Runs the screening over labelled messages. */
export function measureScreening(screen: (text: string) => Screening, messages: readonly Screened[]): MeasuredScreening {
  const judged = messages.map(({ want, text }) => ({ want, got: screen(text) }));
  const among = (all: typeof judged, is: (one: { want: Screening; got: Screening }) => boolean): number =>
    all.filter(is).length / (all.length || 1);
  const kinds = KINDS.map((kind) => ({
    kind,
    count: judged.filter(({ want }) => want === kind).length,
    precision: among(judged.filter(({ got }) => got === kind), ({ want }) => want === kind),
    recall: among(judged.filter(({ want }) => want === kind), ({ got }) => got === kind),
  }));
  return {
    count: messages.length,
    kinds: kinds.filter(({ kind, count }) => count > 0 || judged.some(({ got }) => got === kind)),
    heldRecall: among(judged.filter(({ want }) => isHeld(want)), ({ got }) => isHeld(got)),
    wronglyHeld: among(judged.filter(({ want }) => want === 'petition' || want === 'urgent'), ({ got }) => isHeld(got)),
    urgentRecall: among(judged.filter(({ want }) => want === 'urgent'), ({ got }) => got === 'urgent'),
  };
}
