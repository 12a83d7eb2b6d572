import { holdsPersonalData } from '../personal-data.ts';
import type { Screening } from '../screening.ts';
import { parseRows } from './labelled.ts';

/** A message with the screening that a person gave it. */
export interface Screened {
  want: Screening;
  text: string;
  /** Does it hold a third person's data? Such a message is a petition otherwise. */
  personal?: boolean;
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
  /** Messages with a third person's data that are seen as such, and others that are; where a set has them. */
  personal?: { count: number; recall: number; wrongly: number };
}

/**
 * Rows with a heading line, `want` or `label` and `text`, or in that order without one. `none` is an ordinary petition,
 * `personal` one with a third person's data.
 */
export function parseScreened(tsv: string): Screened[] {
  const first = tsv.slice(0, tsv.indexOf('\t'));
  const rows = parseRows((KINDS as readonly string[]).includes(first) ? `want\ttext\n${tsv}` : tsv);
  return rows.map(({ want, label = want, text = '' }, i) => {
    const personal = label === 'personal';
    const wanted = personal || label === 'none' ? 'petition' : KINDS.find((known) => known === label);
    if (!wanted) throw new Error(`row ${i + 2}: no kind of screening`);
    return { want: wanted, text, ...(personal && { personal }) };
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
    ...(messages.some(({ personal }) => personal) && { personal: measurePersonal(messages) }),
  };
}

function measurePersonal(messages: readonly Screened[]): MeasuredScreening['personal'] {
  const [with_, without] = [messages.filter(({ personal }) => personal), messages.filter(({ personal }) => !personal)];
  const seen = (all: readonly Screened[]) => all.filter(({ text }) => holdsPersonalData(text)).length / (all.length || 1);
  return { count: with_.length, recall: seen(with_), wrongly: seen(without) };
}
