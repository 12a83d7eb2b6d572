import { readBackground, readTopicFiles } from './data-files.ts';
import { focusOf } from './focus.ts';
import { createPhraseBook, MARKED_FROM, saturating, weightOf, type Phrase } from './phrases.ts';
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

/**
 * Talk of projects, contractors and funds belongs to the works it is about, where these have a topic of their own:
 * roads, dykes and canals, water, resettlement. There it counts for construction only so much.
 */
const PROJECT_SHARE = 0.5;
const PROJECT_TALK = new RegExp([
  'dự án|thầu|thi công|tiến độ|chất lượng|bảo hành|bàn giao|nghiệm thu|khởi công|vốn|dở dang|dang dở|dở|công trình|quy hoạch',
  '|đầu tư|hạ tầng|quyết toán|nợ đọng|giám sát|lãng phí|bỏ hoang|bỏ không|đắp chiếu|kinh phí|hạng mục|xây xong|giải ngân',
].join(''), 'u');
const CONSTRUCTION = TOPIC_IDS.indexOf('construction');
const OWN_WORKS = (['traffic_irrigation', 'environment', 'land_clearance'] as const)
  .map((topic) => TOPIC_IDS.indexOf(topic));
/** From this weight on a phrase says what the works are. */
const WORKS_FROM = 3;

function folded(read: Reader, phrase: string): string {
  return read(phrase).words.map((word) => word.folded).join(' ');
}

/** Builds the lexicon from `lexicon/<topic>.txt`: lines `phrase*weight`, weight 1 (hint) to 5 (certain). */
export function createLexicon(read: Reader, spell: Speller): Lexicon {
  const book = createPhraseBook(read, TOPIC_IDS.length);
  for (const { topic, lines } of readTopicFiles('lexicon')) {
    const index = TOPIC_IDS.indexOf(topic);
    for (const line of lines) {
      const [phrase = '', weight = ''] = line.split('*');
      const value = Number(weight);
      if (!(value > 0)) throw new Error(`lexicon/${topic}.txt: "${line}" needs a weight, as in "chi bộ*4"`);
      book.add(phrase, index, value);
    }
  }
  for (const phrase of readBackground()) book.add(phrase, 0, 0);
  const cues = new Set(LANDMARK_CUES.map((cue) => folded(read, cue)));
  const places = new Set(PLACES.map((place) => folded(read, place)));

  return function score(text) {
    const { words, markedShare } = text;
    const spelled = markedShare < MARKED_FROM ? spell(text) : null;
    const focus = focusOf(words);
    const found: number[][] = TOPIC_IDS.map(() => []);
    /** Places in `found` of construction's talk of projects. */
    const talk: number[] = [];
    let hits = 0;
    for (const match of book.find(text)) {
      const { at, length, phrases } = match;
      const key = words.slice(at, at + length).map((word) => word.folded).join(' ');
      const share = (places.has(key) && isLandmark(words, at, cues) ? LANDMARK : 1) * focus[at]!;
      let hit = false;
      for (let topic = 0; topic < found.length; topic += 1) {
        const weight = weightOf(match, topic, spelled);
        if (weight === 0) continue;
        hit = true;
        found[topic]!.push(weight * share);
        if (topic === CONSTRUCTION && phrases.every(isProjectTalk)) talk.push(found[topic]!.length - 1);
      }
      if (hit) hits += 1;
    }
    if (OWN_WORKS.some((topic) => found[topic]!.some((weight) => weight >= WORKS_FROM))) {
      for (const place of talk) found[CONSTRUCTION]![place]! *= PROJECT_SHARE;
    }
    return { scores: found.map(saturating), hits };
  };
}

function isProjectTalk({ raw }: Phrase): boolean {
  return PROJECT_TALK.test(raw.join(' '));
}

/** Whether one of the few words before a place noun says that it only tells where. */
function isLandmark(words: Words['words'], at: number, cues: Set<string>): boolean {
  for (let i = Math.max(0, at - LANDMARK_REACH); i < at; i += 1) {
    if (words[i]!.sentence !== words[at]!.sentence) continue;
    if (cues.has(words[i]!.folded) || cues.has(`${words[i]!.folded} ${words[i + 1]!.folded}`)) return true;
  }
  return false;
}
