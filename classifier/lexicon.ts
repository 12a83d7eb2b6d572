import { readBackground, readTopicFiles } from './data-files.ts';
import { focusOf } from './focus.ts';
import type { Speller } from './spelling.ts';
import { TOPIC_IDS } from './topics.ts';
import type { Reader, Words } from './words.ts';

/** What the lexicon found in a text. */
export interface LexiconScore {
  /** Sum of the phrases' weights for each topic, in the order of `TOPIC_IDS`. */
  scores: number[];
  /** How many phrases were found. */
  hits: number;
}

/** Scores a text that was read into words. */
export type Lexicon = (text: Words) => LexiconScore;

interface Phrase {
  /** The words with marks, joined by a space. */
  raw: string[];
  weights: number[];
  single: boolean;
}

interface Node {
  next: Map<string, Node>;
  phrases: Phrase[];
}

/** From this share of marked words on, marks are taken as typed: `do` is not `đò`. */
export const MARKED_FROM = 0.4;

/**
 * In a text without marks a phrase whose guessed spelling agrees counts nearly whole; one that would have to be spelled
 * otherwise (`chua co` is chưa có, not chùa) counts much less, and a single syllable hardly anything.
 */
const AGREED = 0.95;
const OTHER_PHRASE = 0.5;
const OTHER_SYLLABLE = 0.05;

/** Share of each further phrase of the same topic; 0.6 to 1 score alike on short texts, 0.8 best on stories. */
const FURTHER = 0.8;

/** A place named only to say where something is ("đường trước cổng trường") counts half. */
const LANDMARK = 0.5;
const LANDMARK_REACH = 3;
const LANDMARK_CUES = [
  'gần', 'trước', 'trước cổng', 'cạnh', 'bên cạnh', 'đối diện', 'sau', 'phía sau', 'đoạn qua', 'đi qua', 'ngang qua',
  'từ', 'đến', 'tới', 'ra', 'vào', 'lên', 'xuống', 'trên tuyến đường', 'dọc', 'ven', 'đầu', 'cuối', 'ngay',
];
/** Nouns that often serve as landmarks; a problem word such as "dạy thêm" is never one. */
const PLACES = [
  'trường', 'trường học', 'trường mầm non', 'trường tiểu học', 'trường mẫu giáo', 'mầm non', 'tiểu học', 'thcs', 'thpt',
  'chợ', 'bệnh viện', 'trạm y tế', 'nhà văn hóa', 'sân bóng', 'sân vận động', 'chùa', 'nhà thờ', 'đền', 'đình', 'miếu',
  'đình làng', 'trụ sở', 'ủy ban', 'ubnd', 'nghĩa trang', 'khu công nghiệp', 'công ty', 'ngân hàng', 'quốc lộ',
  'tỉnh lộ', 'ngã ba', 'ngã tư', 'cầu', 'cống', 'đê', 'kênh', 'mương', 'đường', 'ngõ', 'bãi rác', 'trạm bơm', 'giáo xứ',
  'cổng làng', 'khu dân cư', 'hợp tác xã', 'nghĩa địa', 'bến xe', 'lớp học',
];

function folded(read: Reader, phrase: string): string {
  return read(phrase).words.map((word) => word.folded).join(' ');
}

/** Builds the lexicon from `lexicon/<topic>.txt`: lines `phrase*weight`, weight 1 (hint) to 5 (certain). */
export function createLexicon(read: Reader, spell: Speller): Lexicon {
  const root: Node = { next: new Map(), phrases: [] };
  for (const { topic, lines } of readTopicFiles('lexicon')) {
    const index = TOPIC_IDS.indexOf(topic);
    for (const line of lines) {
      const [phrase = '', weight = ''] = line.split('*');
      const value = Number(weight);
      if (!(value > 0)) throw new Error(`lexicon/${topic}.txt: "${line}" needs a weight, as in "chi bộ*4"`);
      add(root, read(phrase), index, value);
    }
  }
  for (const phrase of readBackground()) add(root, read(phrase), 0, 0);
  const cues = new Set(LANDMARK_CUES.map((cue) => folded(read, cue)));
  const places = new Set(PLACES.map((place) => folded(read, place)));

  return function score(text) {
    const spelled = text.markedShare < MARKED_FROM ? spell(text) : null;
    return scoreWords(root, text, spelled, cues, places);
  };
}

function add(root: Node, { words }: Words, topic: number, weight: number): void {
  let node = root;
  for (const word of words) {
    let next = node.next.get(word.folded);
    if (!next) {
      next = { next: new Map(), phrases: [] };
      node.next.set(word.folded, next);
    }
    node = next;
  }
  const raw = words.map((word) => word.raw);
  let phrase = node.phrases.find((known) => known.raw.every((word, i) => word === raw[i]));
  if (!phrase) {
    phrase = { raw, weights: TOPIC_IDS.map(() => 0), single: raw.length === 1 };
    node.phrases.push(phrase);
  }
  phrase.weights[topic] = Math.max(phrase.weights[topic] ?? 0, weight);
}

/** A typed mark must agree; a missing mark is accepted only in a text typed mostly without them. */
function fits(phrase: Phrase, { words, markedShare }: Words, from: number): boolean {
  const strict = markedShare >= MARKED_FROM;
  return phrase.raw.every((raw, i) => {
    const word = words[from + i]!;
    return word.raw === raw || (!strict && word.raw === word.folded);
  });
}

function scoreWords(
  root: Node, text: Words, spelled: readonly string[] | null, cues: Set<string>, places: Set<string>,
): LexiconScore {
  const { words } = text;
  const focus = focusOf(words);
  const found: number[][] = TOPIC_IDS.map(() => []);
  let hits = 0;
  for (let at = 0; at < words.length;) {
    let node: Node | undefined = root;
    let length = 0;
    let best: Phrase[] = [];
    for (let i = at; i < words.length && node; i += 1) {
      node = node.next.get(words[i]!.folded);
      const fitting = node?.phrases.filter((phrase) => fits(phrase, text, at));
      if (!fitting?.length) continue;
      best = fitting;
      length = i - at + 1;
    }
    if (length === 0) {
      at += 1;
      continue;
    }
    if (best.some((phrase) => phrase.weights.some((weight) => weight > 0))) hits += 1;
    const key = words.slice(at, at + length).map((word) => word.folded).join(' ');
    const share = (places.has(key) && isLandmark(words, at, cues) ? LANDMARK : 1) * focus[at]!;
    for (let topic = 0; topic < found.length; topic += 1) {
      let weight = 0;
      for (const phrase of best) {
        if (phrase.weights[topic]! > 0) {
          weight = Math.max(weight, phrase.weights[topic]! * certainty(phrase, spelled, at));
        }
      }
      if (weight > 0) found[topic]!.push(weight * share);
    }
    at += length;
  }
  return { scores: found.map(saturating), hits };
}

function certainty({ raw, single }: Phrase, spelled: readonly string[] | null, at: number): number {
  if (!spelled) return 1;
  if (raw.every((word, i) => spelled[at + i] === word)) return AGREED;
  return single ? OTHER_SYLLABLE : OTHER_PHRASE;
}

/** The strongest phrase counts whole, each further one less: twenty hints are not ten proofs. */
function saturating(weights: number[]): number {
  let share = 1;
  let sum = 0;
  for (const weight of weights.sort((a, b) => b - a)) {
    sum += weight * share;
    share *= FURTHER;
  }
  return sum;
}

/** Whether one of the few words before a place noun says that it only tells where. */
function isLandmark(words: Words['words'], at: number, cues: Set<string>): boolean {
  for (let i = Math.max(0, at - LANDMARK_REACH); i < at; i += 1) {
    if (words[i]!.sentence !== words[at]!.sentence) continue;
    if (cues.has(words[i]!.folded) || cues.has(`${words[i]!.folded} ${words[i + 1]!.folded}`)) return true;
  }
  return false;
}
