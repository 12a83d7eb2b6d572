import { bordersOf, type Border } from './borders.ts';
import { announced, asksSomewhere, sentencesOf } from './split-cues.ts';
import { readStretch, shareOf, type Stretch, type TopicOf } from './stretch.ts';

/**
 * What speaks for a cut; above 0 in sum the message is cut. Fitted on messages whose number of petitions is known, on
 * sentences of the corpus put together, and on single ones that are to stay whole.
 */
const WEIGHTS = {
  bias: -3.4,
  manyBorders: -0.3,
  manySentences: -1.8,
  strong: 3.8,
  weak: 3.4,
  turns: 1.4,
  line: 5.7,
  sentence: 1.8,
  paragraph: 3,
  semicolon: 3.4,
  comma: -1,
  none: -2,
  apart: 4.2,
  surelyApart: 0.8,
  closed: 1.6,
  closedApart: -1.8,
  bothMatter: 0.7,
  noneMatters: 0.2,
  bothAsk: -0.5,
  onlyAfterAsks: -0.9,
  bothClose: 3,
  parallel: 1.4,
  too: 0.1,
  untold: -1.1,
  story: -2.5,
  together: -1.7,
  oneRequest: -0.5,
  quiet: 0.3,
  brief: 1,
  shared: -1.6,
  refers: 0.1,
  opens: 0,
  request: 0.1,
  goesOn: -0.4,
  short: -0.2,
  tiny: -0.9,
  long: -0.1,
  announced: 0.5,
  exactly: 0.5,
};

/** Stretches with so few words say little about their topic. */
const TINY_WORDS = 5;
const SHORT_WORDS = 8;
const LONG_WORDS = 18;
/** A message with more words may be a story, which asks at its end; with fewer it has no room for one. */
const STORY_WORDS = 45;
const BRIEF_WORDS = 28;
/** Topics this sure and not the same are apart. */
const SURE = 0.6;

/** A message's borders, and its stretches as they are asked for. */
interface Prepared {
  borders: readonly Border[];
  announced: number | null;
  words: number;
  /** Sentences that ask. */
  asked: number;
  /** The stretch from one end to another; end 0 is the beginning, end `i` the border `i - 1`. */
  stretch(i: number, j: number): Stretch;
}

function prepare(folded: string, piece: (from: number, to: number) => string, topicOf: TopicOf): Prepared {
  const borders = bordersOf(folded);
  const ends = [0, ...borders.map(({ at }) => at), folded.length];
  const known = new Map<number, Stretch>();
  return {
    borders,
    announced: announced(folded),
    words: (folded.match(/\p{L}+/gu) ?? []).length,
    asked: sentencesOf(folded).filter(asksSomewhere).length,
    stretch(i, j) {
      const key = i * ends.length + j;
      let found = known.get(key);
      if (!found) {
        found = readStretch(folded, piece, topicOf, ends[i]!, ends[j]!);
        known.set(key, found);
      }
      return found;
    },
  };
}

/** The cuts so far, and what speaks for them in sum. */
interface Way {
  sum: number;
  cuts: number[];
}

/** The set of borders whose cuts have the highest sum; none if no cut is above 0. */
function choose({ borders, announced: said, words, asked, stretch }: Prepared, weights = WEIGHTS): number[] {
  if (borders.length === 0) return [];
  const end = borders.length + 1;
  const sentences = borders.filter(({ kind }) => kind === 'sentence' || kind === 'line' || kind === 'paragraph').length;
  const base = weights.bias + weights.manyBorders * Math.log(borders.length)
    + weights.manySentences * Math.log(1 + sentences) + (said === null ? 0 : weights.announced)
    + (words <= BRIEF_WORDS ? weights.brief : 0) + (asked === 1 ? weights.oneRequest : 0);
  const long = words > STORY_WORDS;
  const isList = said !== null || borders.filter(({ kind }) => kind === 'semicolon').length > 1;
  // ways[j][i]: the best way in which the last stretch so far runs from end i to end j.
  const ways: Way[][] = [];
  for (let j = 1; j <= end; j += 1) {
    const row: Way[] = [{ sum: 0, cuts: [] }];
    ways[j] = row;
    for (let i = 1; i < j; i += 1) {
      let best: Way = { sum: -Infinity, cuts: [] };
      const after = stretch(i, j);
      for (let h = 0; h < i && after.stands; h += 1) {
        const way = ways[i]![h]!;
        const before = stretch(h, i);
        const border = borders[i - 1]!;
        if (way.sum === -Infinity || !before.stands || asksForIt(border, before, after)) continue;
        const sum = way.sum + base + judge(border, before, after, weights)
          + (isOneMatter(border, before, after, isList) ? weights.together : 0)
          + (long && border.kind === 'sentence' && !border.addition && !before.requests ? weights.story : 0)
          + (long && !before.asks && !before.closes ? weights.untold : 0)
          + (long && !after.asks && !after.closes ? weights.quiet : 0);
        if (sum > best.sum) best = { sum, cuts: [...way.cuts, borders[i - 1]!.at] };
      }
      row[i] = best;
    }
  }
  const gain = ({ sum, cuts }: Way) => sum + (said !== null && said === cuts.length + 1 ? weights.exactly : 0);
  return ways[end]!.reduce((a, b) => (gain(b) > gain(a) ? b : a)).cuts;
}

/**
 * Where a message without numbers and bullets turns from one petition to the next: each cut is judged by the words at
 * it, by what the stretches on both sides ask, and by how far their topics are apart.
 */
export function segment(folded: string, piece: (from: number, to: number) => string, topicOf: TopicOf): number[] {
  return choose(prepare(folded, piece, topicOf));
}

/** "Cột điện bị nghiêng, đề nghị xã sửa": what follows in the same sentence asks for what was told before. */
function asksForIt({ kind, addition }: Border, before: Stretch, after: Stretch): boolean {
  return (kind === 'comma' || kind === 'none') && !addition && after.requests && !before.requests;
}

/** Within a sentence hardly anything but two requests is parted: not a request and its reason, nor the parts of a list. */
function isOneMatter(border: Border, before: Stretch, after: Stretch, isList: boolean): boolean {
  const within = border.kind === 'none' || border.kind === 'comma' || border.kind === 'semicolon';
  if (!within || border.addition || isList) return false;
  return !(before.requests && (after.requests || (border.turns && after.matters)));
}

/** What speaks for a cut at a border between two stretches. */
function judge(border: Border, before: Stretch, after: Stretch, weights: typeof WEIGHTS): number {
  let sum = weights[border.kind];
  if (border.addition) sum += border.addition.weak ? weights.weak : weights.strong;
  else if (border.turns) sum += weights.turns;
  if (border.request) sum += weights.request;
  if (border.goesOn) sum += weights.goesOn;
  const sure = Math.min(before.sure, after.sure);
  if (sure > 0) {
    let same = 0;
    for (const [topic, chance] of before.chances) same += chance * (after.chances.get(topic) ?? 0);
    sum += weights.apart * (1 - Math.min(1, same / (before.sure * after.sure))) * Math.sqrt(sure);
    if (same < 0.1 && sure >= SURE) sum += weights.surelyApart + (before.closes ? weights.closedApart : 0);
  }
  if (before.matters && after.matters) sum += weights.bothMatter;
  if (!before.matters && !after.matters) sum += weights.noneMatters;
  if (before.closes) sum += weights.closed;
  if (before.closes && after.closes) sum += weights.bothClose;
  if (before.first === after.first) sum += weights.parallel;
  sum += weights.shared * shareOf(before.told, after.told);
  if (after.refers) sum += weights.refers;
  if (border.too) sum += weights.too;
  if (before.asks && after.asks) sum += weights.bothAsk;
  if (!before.asks && after.asks) sum += weights.onlyAfterAsks;
  if (after.opens) sum += weights.opens;
  const words = Math.min(before.words, after.words);
  if (words < SHORT_WORDS) sum += weights.short;
  if (words < TINY_WORDS) sum += weights.tiny;
  if (words > LONG_WORDS) sum += weights.long;
  return sum;
}
