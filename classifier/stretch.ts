import { ASKS, TROUBLES } from './request-cues.ts';
import { asksPlainly, asksSomewhere, closes, isHeader, withoutGreetings } from './split-cues.ts';
import type { TopicId } from './topics.ts';

/** What the splitter asks the classifier about a piece. */
export interface PieceTopic {
  topic: TopicId | null;
  confidence: number;
  alternatives: readonly { topic: TopicId; confidence: number }[];
}
export type TopicOf = (piece: string) => PieceTopic;

/** One stretch of the message, between two borders. */
export interface Stretch {
  /** Enough words, and more than an announcement or a greeting. */
  stands: boolean;
  words: number;
  /** Something is asked for or wrong. */
  matters: boolean;
  asks: boolean;
  /** Its last sentence asks. */
  closes: boolean;
  /** Its first sentence asks or names trouble. */
  opens: boolean;
  /** One of its clauses begins with a request, or is a question. */
  requests: boolean;
  /** Its first words. */
  first: string;
  /** Its words that carry meaning. */
  told: ReadonlySet<string>;
  /** Its first sentence speaks of what was said before: "cái cống đó", "vụ này". */
  refers: boolean;
  /** The likeliest topics. */
  chances: Map<TopicId, number>;
  sure: number;
}

/** Fewer words cannot stand alone as a petition. */
const MIN_WORDS = 2;
const REFERS = new RegExp([
  '(?<!\\p{L})(?<!(?:hom|nam|thang|bua|sang|toi|chieu|tuan|dao|lau|den|xua|ngay|luc|sau|truoc|trong|tu|do|ve',
  '|ki|mua|dot|vu) )',
  '(?:nay|do|ay|the|vay|no|ho|viec do|chung)(?!\\p{L})(?! (?:dau|nao|thi|xay|dan|ngheo|so|khau|tro|tich))',
].join(''), 'u');
/** What only says what a photo shows belongs to what the photo is sent for. */
const CAPTION = /^(?:anh|hinh|hinh anh|video|clip) (?:chup|ve|quay|cho|nay|kem|minh hoa)(?!\p{L})/u;
/** Words that say little about what a stretch is about. */
const PLAIN = new Set(
  `xin cho mong nho hoi nghi kien cac nhung khong chua duoc lam giup trong ngoai nhieu nguoi dan con cung them nay roi
  thi toi tui chung nha minh anh chi xem xet quan tam som qua voi gio nam thang ngay luon bao phan anh thon xom phuong
  chuyen viec cai may vao len xuong nen bang theo sao dang moi den`.split(/\s+/u),
);

/** Reads a stretch of a folded text, from one place to another; `piece` gives the original's words. */
export function readStretch(
  folded: string, piece: (from: number, to: number) => string, topicOf: TopicOf, from: number, to: number,
): Stretch {
  const body = withoutGreetings(folded.slice(from, to)).trim();
  const sentences = body.split(/(?<=[.;?!\n])\s+/u);
  const spoken = body.match(/\p{L}+/gu) ?? [];
  const asks = asksPlainly(body);
  const stands = spoken.length >= MIN_WORDS && !isHeader(body) && !CAPTION.test(body);
  const chances = new Map<TopicId, number>();
  let sure = 0;
  if (stands) {
    const { topic, confidence, alternatives } = topicOf(piece(from, to));
    if (topic) chances.set(topic, confidence);
    for (const other of alternatives) chances.set(other.topic, other.confidence);
    if (topic) sure = confidence;
  }
  return {
    stands, asks, chances, sure,
    words: spoken.length,
    matters: asks || ASKS.test(body) || TROUBLES.test(body),
    told: new Set(spoken.filter((word) => word.length > 2 && !PLAIN.has(word))),
    refers: REFERS.test(sentences[0] ?? ''),
    first: spoken.slice(0, spoken[0] === 'de' || spoken[0] === 'kien' || spoken[0] === 'khi' ? 2 : 1).join(' '),
    closes: closes(sentences.at(-1) ?? ''),
    requests: asksSomewhere(body),
    opens: ASKS.test(sentences[0] ?? '') || TROUBLES.test(sentences[0] ?? ''),
  };
}

/** The part, from 0 to 1, of the fewer words that stand among the others too. */
export function shareOf(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const [few, many] = one.size < other.size ? [one, other] : [other, one];
  let both = 0;
  for (const word of few) if (many.has(word)) both += 1;
  return few.size === 0 ? 0 : both / few.size;
}
