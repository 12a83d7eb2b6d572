import { foldWithOrigin } from './folded-text.ts';
import { ASKS, TROUBLES } from './request-cues.ts';
import type { TopicId } from './topics.ts';

/** What the splitter asks the classifier about a piece. */
export interface PieceTopic {
  topic: TopicId | null;
  confidence: number;
}

/** Fewer words cannot stand alone as a petition; beside a number or a bullet even two can. */
const MIN_WORDS = 4;
const MIN_LISTED_WORDS = 2;

/** A topic below this is not used to tell two pieces apart. */
const SURE_TOPIC = 0.5;

/** Without a cue two topics must be this sure to be two petitions. */
const SHIFT_SURE = 0.6;
/** In a message too short to tell a story, two troubles are enough, if the topics are surer. */
const SHORT_WORDS = 60;
const SHORT_SHIFT_SURE = 0.6;
const SHORT_SENTENCES = 1;
const COMMA_SURE = 0.9;

/** A request said outright, and what only sounds like one in a story. */
const PLAINLY = new RegExp([
  '(?<!\\p{L})(?:de nghi|kien nghi|de xuat|yeu cau|mong|kinh mong|nho (?:xa|kiem|dia chinh|cong an|cac|anh|chi|lanh dao|giup|uy ban|can bo|thon)',
  '|xin (?!loi|chao|thua|noi|ke|phep duoc ke|viec |tien |khong|gi|an|nghi|di )|(?:cho|hoi) (?:toi|em|minh|con|chau|tui|xin)? ?hoi|xin hoi',
  '|bao gio|khi nao|chung nao|o dau|lien he|giup (?:toi|em|dan|ba con|gium|dum|voi|do)|xu li|xem lai|xem xet|kiem tra|giai quyet)(?!\\p{L})',
].join(''), 'u');
const IN_STORY = new RegExp([
  '(?<!\\p{L})(?:khong (?:xin|mong|doi hoi|kien nghi|yeu cau|dam)|da (?:xin|de nghi|kien nghi|phan anh|hoi)|co (?:lam don|xin|hoi)|don xin|bao xin',
  '|nghe (?:noi|dau)|hoi (?:hai|ba|may|nhieu) lan|xin hoai|ho (?:bao|noi)|chi mong yen|chi xin yen)(?!\\p{L})',
].join(''), 'u');

function asksPlainly(folded: string): boolean {
  return PLAINLY.test(folded) && !IN_STORY.test(folded);
}

/** Whether a sentence closes a matter: it asks for something and does not go on telling. */
function closes(sentence: string): boolean {
  return asksPlainly(sentence) || /\?\s*$/u.test(sentence);
}

/** Beyond this a message is a document: its pieces would be countless, so it stays whole. */
const MAX_LENGTH = 20_000;
const MAX_PARTS = 20;

const ORDINALS: Record<string, number> = {
  nhat: 1, mot: 1, hai: 2, nhi: 2, ba: 3, tu: 4, bon: 4, nam: 5, sau: 6, bay: 7, tam: 8,
};

/** "ở thôn 7. nhà em" is no item 7: a number after one of these counts only at the start of a line. */
const COUNTED = new RegExp([
  String.raw`(?:thon|xom|to|khu|ap|doi|ban|so|lop|cap|dieu|khoan|quan|phuong|kenh|bac|loai|thang|ngay|km|vu`,
  String.raw`|dot|lan|phong|ngo|hem|cot|nha|k|tuoi|nam|tram|khoang|gan|tren|duoi|den|tu|va|mat|ql|quoc lo`,
  String.raw`|tinh lo|ong|ba|cau) *$`,
].join(''), 'u');

/** A filled-in form is one petition, however its lines are numbered. */
const FORM = new RegExp([
  String.raw`(?:^|\n|\s)(?:\(?\d{1,2}[.)/:-]|[-*•+])?\s*(?:ho va ten|ho ten|ten toi|dia chi|so dien thoai`,
  String.raw`|sdt|noi dung|cccd|cmnd|ngay sinh|nguoi gui)\s*[:：]`,
].join(''), 'gu');

const NUMBERED = /(?<=^|[\s.;:,!?])\(?(\d{1,2})(?:\s?[.)/:]|\s?[-–](?=\s))\s*(?=[^\d\s.,)/])/gu;
const WORDED = new RegExp([
  String.raw`(?<=^|[\s.;:,!?])(?<!(?:lan|cap|dot|vu|khoa|con|dua|nguoi|hang|tang|nam|ngay|thang) )`,
  String.raw`(?:(?:dieu |viec |y |y kien |van de |cai |chuyen )?thu (nhat|hai|ba|tu|nam`,
  String.raw`|sau|\d)(?!\d)|(mot|hai|ba|bon|nam) la|(?:viec|y|y kien|van de|cau|kien nghi|noi dung) (\d|mot|hai|ba`,
  String.raw`|bon))(?=[\s:,.])[:,.]?\s*`,
].join(''), 'gu');
const BULLET = /(?<=^|\n)[ ]*[-–—•*+·▪➤→✓◦●][ ]*(?=\S)/gu;
const BORDER = /[.;?!](?=\s)\s*|\n\s*/gu;
/** In a short message commas and words that go on to the next thing divide as well. */
const SHORT_BORDER = new RegExp([
  String.raw`[.;?!,](?=\s)\s*|\n\s*|(?<=\s)(?=(?:con|voi|va|roi|them|xin|de nghi|kien nghi|mong|nho|hoi|cho (?:toi|em|minh|con|hoi)) )`,
].join(''), 'gu');
const LINE = /\n\s*(?=\S)/gu;

const ADDED = [
  'ngoai ra', 'ben canh do', 'mot viec nua', 'viec nua', 'mot y nua', 'y nua', 'mot chuyen nua', 'chuyen nua',
  'mot van de nua', 'van de nua',
  'them nua', 'them (?:mot|1) (?:viec|chuyen|van de|y|cai)(?: nua)?',
  '(?:1|mot) (?:viec|chuyen|van de|y|cai) (?:nua|khac)',
  'con (?:mot |1 )?(?:viec|chuyen|van de|vu|cai vu|khoan|y)(?: nua)?',
  'voi lai', 'voi ca', 'a ma', 'ma con (?:chuyen|vu|viec)', 'them vao do', 'tien the', 'tien day', 'nhan tien', 'nhan day', 'sang chuyen', 'con nua', 'a con', 'a quen',
  'viec khac', 'chuyen khac', 'van de khac',
  'viec thu hai', 'mat khac', 'dong thoi', 'cung xin (?:hoi|phan anh|kien nghi|de nghi) them',
  '(?:cho|xin) (?:toi |em |minh |con |chau )?hoi them', 'hoi them',
  '(?:toi|em|minh) (?:cung )?(?:muon|xin) (?:hoi|phan anh|kien nghi|de nghi) them', 'cung nhan (?:day|tien|dip nay)',
].join('|');
const ADDITION = new RegExp(`(?<=^|[\\s.;,!?…(])(?:va |a |da |roi )?(?:${ADDED})(?!\\p{L})`, 'gu');

/** These alone may go on with the same story ("ngoài ra còn bốc mùi"); they need a clause border before them. */
const WEAK = /^(?:va |a |da |roi )?(?:mat khac|dong thoi|ben canh do|voi lai|voi ca|a ma|ma con|them nua|them vao do|con nua|ngoai ra)/u;

/** These are said within a sentence as well ("sẽ có việc khác", "được nhận tiền"). */
const ONLY_AT_BORDER = /^(?:va |a )?(?:nhan tien|tien the|tien day|nhan day|them (?:mot|1)|viec khac|chuyen khac|van de khac|viec nua|chuyen nua|y nua)/u;

/** "từ làng ngoài ra đường lớn" is a way, not an addition. */
const OUTSIDE = /^(?:va |a )?ngoai ra (?:dong|duong|ngo|bien|song|san|ngoai)(?!\p{L})/u;

const GREETING = new RegExp([
  String.raw`^[\s\p{P}]*(?:kinh (?:gui|thua|chao)|(?:da |vang )?(?:em |con |chau |toi `,
  String.raw`|minh )?(?:xin )?(?:kinh )?(?:chao|thua)|alo|hello|toi (?:la|ten)|em (?:la|ten)|chau (?:la`,
  String.raw`|ten)|con (?:la|ten)|toi o|em o|nha toi o|xin (?:chan thanh )?cam on`,
  String.raw`|toi xin (?:chan thanh )?cam on|em (?:xin )?cam on|chan thanh cam on|cam on|tran trong`,
  String.raw`|rat mong (?:duoc|som|xa|nhan)|mong (?:duoc|som|xa|nhan) (?:giai quyet|quan tam|tra loi|hoi am`,
  String.raw`|phan hoi))[^.;:?!\n]*[.;:?!\s]*$`,
].join(''), 'u');
const HEADER = new RegExp([
  String.raw`(?:sau|sau day|nhu sau|may viec|may y|may dieu|van de|kien nghi|y kien|viec|noi dung|dieu`,
  String.raw`|chuyen)\s*(?:sau|sau day|nay|a|nhu sau|la)?\s*[-:.]?\s*$`,
].join(''), 'u');

/** "Em có 3 ý kiến." */
const ANNOUNCES = new RegExp([
  '(?:co|xin|muon|gui)(?: [\\p{L}]+){0,3} (?:\\d|may|vai|hai|ba|bon|nam|mot so|cac) (?:y kien|y|viec|van de|dieu|cau hoi|cau|kien nghi|noi dung|chuyen)',
  '(?: (?:sau|nay|a|nhu sau|can hoi))*[\\s.:]*$',
].join(''), 'u');

interface Cut {
  at: number;
  /** A weak addition may go on with the same story; the others begin something new. */
  kind: 'item' | 'bullet' | 'line' | 'addition' | 'weak addition' | 'shift';
}

/**
 * The petitions that one message holds: contiguous pieces of `text`, character for character, with only white space
 * between them. Splits on cues alone (numbers that run 1, 2, 3; bullets and lines that each carry a request;
 * "ngoài ra", "một việc nữa"), never on a plain change of subject. Greeting and thanks stay with a neighbour.
 */
export function splitText(text: string, topicOf: (piece: string) => PieceTopic): string[] {
  if (text.length > MAX_LENGTH) return [text];
  const { text: folded, origin } = foldWithOrigin(text);
  if ((folded.match(FORM) ?? []).length >= 2) return [text];

  function piece(from: number, to: number): string {
    return text.slice(origin[from], origin[to]);
  }
  const cuts = chooseCuts(folded, piece, topicOf);
  if (cuts.length === 0) return [text];

  const borders = [0, ...cuts, folded.length];
  const parts = borders.slice(1).map((end, i) => piece(borders[i]!, end).trim()).filter((part) => part !== '');
  return parts.length > MAX_PARTS || parts.length < 2 ? [text] : parts;
}

type Piece = (from: number, to: number) => string;
type TopicOf = (piece: string) => PieceTopic;

function chooseCuts(folded: string, piece: Piece, topicOf: TopicOf): number[] {
  const listed = firstList(folded);
  const found: Cut[] = listed.length >= 2
    ? listed.map((at) => ({ at, kind: 'item' }))
    : lineCuts(folded, piece, topicOf);
  for (const match of folded.matchAll(ADDITION)) {
    const weak = WEAK.test(match[0]);
    const before = folded.slice(0, match.index).trimEnd();
    const clause = before === '' || /[.;,!?…)]$/u.test(before) || /\n\s*$/u.test(folded.slice(0, match.index));
    const asksSoon = ASKS.test(folded.slice(match.index + match[0].length, match.index + match[0].length + 40));
    if ((weak && !clause && !asksSoon) || (ONLY_AT_BORDER.test(match[0]) && !clause)) continue;
    if (OUTSIDE.test(folded.slice(match.index))) continue;
    found.push({ at: match.index, kind: weak ? 'weak addition' : 'addition' });
  }
  if (listed.length < 2) found.push(...shifts(folded, found, piece, topicOf));
  return keepStanding(folded, found.sort((a, b) => a.at - b.at), piece, topicOf);
}

/**
 * Borders of sentences between two requests about clearly different topics. A story asks once, at its end: before a
 * border something must have been asked for already.
 */
function shifts(folded: string, cuts: readonly Cut[], piece: Piece, topicOf: TopicOf): Cut[] {
  const short = (folded.match(/\p{L}+/gu) ?? []).length <= SHORT_WORDS
    && (folded.trim().match(/[.?!](?=\s)/gu) ?? []).length <= SHORT_SENTENCES;
  const borders = [...folded.matchAll(short ? SHORT_BORDER : BORDER)].map((match) => match.index + match[0].length);
  const found: Cut[] = [];
  const known = cuts.map(({ at }) => at);
  for (const [i, at] of borders.entries()) {
    const start = Math.max(0, ...[...known, ...found.map((cut) => cut.at)].filter((other) => other <= at));
    const before = folded.slice(start, at);
    const last = folded.slice(Math.max(start, borders[i - 1] ?? 0), at);
    if (!(short ? matters(before) : closes(last)) || !standsAlone(before, short ? 'bullet' : 'shift')) continue;
    const until = Math.min(folded.length, ...known.filter((other) => other > at));
    const ends = [...borders.slice(i + 1).filter((border) => border < until), until];
    const sure = !short ? SHIFT_SURE : /[.;?!\n]\s*$/u.test(before) ? SHORT_SHIFT_SURE : COMMA_SURE;
    const end = ends.find((border) => {
      const after = folded.slice(at, border);
      return (short ? matters(after) : asksPlainly(after)) && standsAlone(after, short ? 'bullet' : 'shift')
        && (!short || differ(piece(start, at), piece(at, border), topicOf, sure));
    });
    if (end !== undefined && differ(piece(start, at), piece(at, end), topicOf, sure)) found.push({ at, kind: 'shift' });
  }
  return found;
}

/** Drops every cut that would leave a piece which cannot stand alone. */
function keepStanding(folded: string, cuts: Cut[], piece: Piece, topicOf: TopicOf): number[] {
  const kept: number[] = [];
  let start = 0;
  for (const [i, { at, kind }] of cuts.entries()) {
    if (at <= start) continue;
    const next = cuts.slice(i + 1).find((cut) => cut.at > at)?.at ?? folded.length;
    const before = folded.slice(start, at);
    const after = folded.slice(at, next);
    if (!standsAlone(before, kept.length === 0 && i === 0 ? 'line' : kind) || !standsAlone(after, kind)) continue;
    if (kind === 'weak addition' && !addsMatter(before, after, piece(start, at), piece(at, next), topicOf)) continue;
    kept.push(at);
    start = at;
  }
  return kept;
}

/** "Ngoài ra em còn nuôi mẹ già" goes on with the story; another request, or trouble of another kind, does not. */
function addsMatter(before: string, after: string, one: string, other: string, topicOf: TopicOf): boolean {
  const cue = after.slice(0, /[.;?!\n]/u.exec(after)?.index ?? after.length);
  const apart = differ(one, other, topicOf, SURE_TOPIC);
  if (wants(before)) return wants(after) || (apart && isMatter(cue));
  return apart && isMatter(before) && (wants(cue) || isMatter(cue));
}

function wants(folded: string): boolean {
  return ASKS.test(folded) || asksPlainly(folded) || /(?:toi|em|tui|minh|chau) (?:cung )?muon /u.test(folded);
}

function differ(one: string, other: string, topicOf: TopicOf, sure: number): boolean {
  const a = topicOf(one);
  const b = topicOf(other);
  if (a.topic === null || b.topic === null || a.topic === b.topic) return false;
  return Math.min(a.confidence, b.confidence) >= sure;
}

/** Enough words besides greeting and thanks, and something that is asked for or wrong. */
function standsAlone(folded: string, kind: Cut['kind']): boolean {
  const body = folded
    .split(/(?<=[.;:?!\n])/u)
    .filter((sentence) => !GREETING.test(sentence))
    .join(' ');
  const words = body.match(/\p{L}+/gu) ?? [];
  if (words.length < (kind === 'item' || kind === 'bullet' ? MIN_LISTED_WORDS : MIN_WORDS)) return false;
  if (isHeader(body.trim(), words.length)) return false;
  return kind === 'item' || kind === 'bullet' || kind === 'addition' || isMatter(body);
}

function isMatter(folded: string): boolean {
  return ASKS.test(folded) || TROUBLES.test(folded);
}

function matters(folded: string): boolean {
  return isMatter(folded) || asksPlainly(folded);
}

/** Announces what follows ("tôi có hai việc:") and asks nothing itself. */
function isHeader(body: string, words: number): boolean {
  if (words < 25 && ANNOUNCES.test(body)) return true;
  return words < 25 && body.endsWith(':') && HEADER.test(body) && !/[.?!]\s*\S/u.test(body.slice(0, -1));
}

function isItem(before: string, at: number, mark: string): boolean {
  return at === 0 || /\n\s*$/u.test(before) || /[)/]/u.test(mark) || !COUNTED.test(before);
}

/** The first numbering that runs 1, 2, 3 … in one style: "1.", "thứ nhất", "một là". */
function firstList(folded: string): number[] {
  const digits = [...folded.matchAll(NUMBERED)]
    .filter((match) => isItem(folded.slice(Math.max(0, match.index - 20), match.index), match.index, match[0]))
    .map((match) => ({ at: match.index, number: Number(match[1]) }));
  const worded = [...folded.matchAll(WORDED)].map((match) => {
    const word = match[1] ?? match[2] ?? match[3]!;
    return { at: match.index, number: ORDINALS[word] ?? Number(word) };
  });
  const lists = [running(worded), running(digits)].filter((list) => list.length >= 2);
  return lists.sort((a, b) => b.length - a.length)[0] ?? [];
}

function running(items: { at: number; number: number }[]): number[] {
  const run: number[] = [];
  for (const { at, number } of items) if (number === run.length + 1) run.push(at);
  return run;
}

/** Bullets, or bare lines, of which each carries a request of its own. */
function lineCuts(folded: string, piece: Piece, topicOf: TopicOf): Cut[] {
  const bullets = [...folded.matchAll(BULLET)].map((match) => match.index);
  if (bullets.length >= 2) {
    const ends = [...bullets.slice(1), folded.length];
    const bodies = bullets.map((at, i) => folded.slice(at, ends[i]));
    const asking = bodies.filter((body) => ASKS.test(body)).length;
    const announced = HEADER.test(folded.slice(0, bullets[0]).trimEnd());
    if (asking === bodies.length || (announced && bodies.every(isMatter))) {
      return bullets.map((at) => ({ at, kind: 'bullet' }));
    }
    return bullets.slice(1)
      .filter((at, i) => differ(piece(bullets[i]!, at), piece(at, ends[i + 1]!), topicOf, SURE_TOPIC))
      .map((at) => ({ at, kind: 'bullet' }));
  }
  const semicolons = [...folded.matchAll(/;\s*(?=\S)/gu)].map((match) => match.index + match[0].length);
  if (semicolons.length > 0 && !/\n/u.test(folded)) {
    const borders = [0, ...semicolons, folded.length];
    const parts = borders.slice(1).map((end, i) => piece(borders[i]!, end));
    if (parts.every((part, i) => i === 0 || differ(parts[i - 1]!, part, topicOf, SURE_TOPIC))) {
      return semicolons.map((at) => ({ at, kind: 'bullet' }));
    }
  }
  const lines = [0, ...[...folded.matchAll(LINE)].map((match) => match.index + match[0].length)];
  const ends = [...lines.slice(1), folded.length];
  const cuts: Cut[] = [];
  let from: number | null = null;
  for (const [i, at] of lines.entries()) {
    const body = folded.slice(at, ends[i]);
    if (!ASKS.test(body) || !standsAlone(body, 'line')) continue;
    if (from !== null && differ(piece(from, at), piece(at, ends[i]!), topicOf, SURE_TOPIC)) cuts.push({ at, kind: 'line' });
    from = at;
  }
  return cuts;
}
