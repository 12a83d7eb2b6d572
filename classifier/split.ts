import { foldWithOrigin } from './folded-text.ts';
import { ASKS, TROUBLES } from './request-cues.ts';
import { segment } from './segment.ts';
import { additions, asksPlainly, endsAsHeader, isHeader, withoutGreetings } from './split-cues.ts';
import type { TopicOf } from './stretch.ts';

/** Fewer words cannot stand alone as a petition; beside a number or a bullet even two can. */
const MIN_WORDS = 4;
const MIN_LISTED_WORDS = 2;

/** A topic below this is not used to tell two pieces apart. */
const SURE_TOPIC = 0.5;

/** Beyond this a message is a document: its pieces would be countless, so it stays whole. */
const MAX_LENGTH = 20_000;
const MAX_PARTS = 20;

const ORDINALS: Record<string, number> = {
  nhat: 1, nhut: 1, dau: 1, mot: 1, hai: 2, nhi: 2, ba: 3, tu: 4, bon: 4, nam: 5, sau: 6, bay: 7, tam: 8,
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
  String.raw`(?<=^|[\s.;:,!?])(?<!(?:so|lan|cap|dot|vu|khoa|con|dua|nguoi|hang|tang|nam|ngay|thang) )`,
  String.raw`(?:(?:dieu |viec |y |y kien |van de |cai |chuyen )?thu (nhat|nhut|hai|ba|tu|nam`,
  String.raw`|sau|\d)(?!\d)|(mot|hai|ba|bon|nam|\d) la|(?:viec|y|y kien|van de|cau|kien nghi|noi dung) (\d|mot|hai|ba`,
  String.raw`|bon))(?=[\s:,.])[:,.]?\s*`,
].join(''), 'gu');
const LETTERED = /(?<=^|\n|[.;:,] )\(?([a-h])[.)]\s*(?=\p{L})/gu;
/** "1 loa hỏng 2 nước yếu": bare numbers, if no unit follows. */
const BARE = new RegExp([
  String.raw`(?<=^|[\s.,;:])(\d) (?=\p{L})(?!(?:thang|lan|nam|ngay|nguoi|ho|chau|con|cai|chiec|met|km|m|k|tr|trieu`,
  String.raw`|ngan|nghin|gio|tieng|cay|sao|cong|tuan|buoi|viec|y|van de|chuyen|khau|thua|thung|bong|doan|dua|em|nha|bao`,
  String.raw`|phan|loai|lop|cho|diem|ben|vu|dem|la) )`,
].join(''), 'gu');
/** What is counted off are reasons, not requests. */
const REASONS = new RegExp([
  String.raw`(?<!\p{L})(?:(?:nhung|cac|may|chung do|\d) (?:ly|li) do|(?:ly|li) do (?:\p{L}+ ){0,6}?\p{L}+:`,
  String.raw`|vi (?:may|cac) le)(?!\p{L})`,
].join(''), 'u');
const BULLET = /(?<=^|\n)[ ]*[-–—•*+·▪➤→✓◦●][ ]*(?=\S)/gu;

interface Cut {
  at: number;
  /** A weak addition may go on with the same story; the others begin something new. */
  kind: 'item' | 'bullet' | 'addition' | 'weak addition';
}

/**
 * The petitions that one message holds: contiguous pieces of `text`, character for character, with only white space
 * between them. Splits on cues alone (numbers that run 1, 2, 3; bullets and lines that each carry a request;
 * "ngoài ra", "một việc nữa"), else where requests and topics change (see `segment`). Greeting and thanks stay with
 * a neighbour.
 */
export function splitText(text: string, topicOf: TopicOf): string[] {
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

function chooseCuts(folded: string, piece: Piece, topicOf: TopicOf): number[] {
  const items = firstList(folded);
  const listed: Cut[] = items.length >= 2
    ? items.map((at) => ({ at, kind: 'item' }))
    : bulletCuts(folded).map((at) => ({ at, kind: 'bullet' }));
  if (listed.length === 0) return segment(folded, piece, topicOf);
  const added: Cut[] = additions(folded)
    .filter(({ weak, atBorder, at }) => !weak || atBorder || ASKS.test(folded.slice(at, at + 50)))
    .map(({ at, weak }) => ({ at, kind: weak ? 'weak addition' : 'addition' }));
  return keepStanding(folded, [...listed, ...added].sort((a, b) => a.at - b.at), piece, topicOf);
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
    if (start === 0 && leadsIn(before)) continue;
    const first = kept.length === 0 && i === 0;
    if (!standsAlone(before, first ? 'weak addition' : kind) || !standsAlone(after, kind)) continue;
    if (kind === 'weak addition' && !addsMatter(before, after, piece(start, at), piece(at, next), topicOf)) continue;
    kept.push(at);
    start = at;
  }
  return kept;
}

/** "Ngoài ra em còn nuôi mẹ già" goes on with the story; another request, or trouble of another kind, does not. */
function addsMatter(before: string, after: string, one: string, other: string, topicOf: TopicOf): boolean {
  const cue = after.slice(0, /[.;?!\n]/u.exec(after)?.index ?? after.length);
  const apart = differ(one, other, topicOf);
  if (wants(before)) return wants(after) || (apart && isMatter(cue));
  return apart && isMatter(before) && (wants(cue) || isMatter(cue));
}

function wants(folded: string): boolean {
  return ASKS.test(folded) || asksPlainly(folded) || /(?:toi|em|tui|minh|chau) (?:cung )?muon /u.test(folded);
}

function differ(one: string, other: string, topicOf: TopicOf): boolean {
  const a = topicOf(one);
  const b = topicOf(other);
  if (a.topic === null || b.topic === null || a.topic === b.topic) return false;
  return Math.min(a.confidence, b.confidence) >= SURE_TOPIC;
}

/** Enough words besides greeting and thanks, and something that is asked for or wrong. */
function standsAlone(folded: string, kind: Cut['kind']): boolean {
  const body = withoutGreetings(folded);
  const words = body.match(/\p{L}+/gu) ?? [];
  const listed = kind === 'item' || kind === 'bullet';
  if (words.length < (listed ? MIN_LISTED_WORDS : MIN_WORDS) || isHeader(body.trim())) return false;
  return listed || kind === 'addition' || isMatter(body);
}

/** "Kiến nghị của ấp Bàu Sen:" before the first item is no item. */
function leadsIn(folded: string): boolean {
  return /^[^.?!]{1,120}:\s*$/u.test(folded) && !/[;\n]\s*\S/u.test(folded);
}

function isMatter(folded: string): boolean {
  return ASKS.test(folded) || TROUBLES.test(folded);
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
  if (worded.length > 0 && REASONS.test(folded)) return [];
  const letters = [...folded.matchAll(LETTERED)].map((match) => (
    { at: match.index, number: match[1]!.charCodeAt(0) - 'a'.charCodeAt(0) + 1 }
  ));
  const bare = running([...folded.matchAll(BARE)].map((match) => ({ at: match.index, number: Number(match[1]) })));
  const starts = bare.length > 0 && (bare[0] === 0 || /[:\n]\s*$/u.test(folded.slice(0, bare[0])));
  const lists = [running(worded), running(digits), running(letters), starts ? bare : []]
    .filter((list) => list.length >= 2);
  return lists.sort((a, b) => b.length - a.length)[0] ?? [];
}

function running(items: { at: number; number: number }[]): number[] {
  const run: number[] = [];
  for (const { at, number } of items) if (number === run.length + 1) run.push(at);
  return run;
}

/** Bullets that each hold enough to stand alone. */
function bulletCuts(folded: string): number[] {
  const bullets = [...folded.matchAll(BULLET)].map((match) => match.index);
  const bodies = bullets.map((at, i) => folded.slice(at, bullets[i + 1] ?? folded.length));
  const listed = bullets.length > 2 || (bullets.length === 2
    && (endsAsHeader(folded.slice(0, bullets[0])) || bodies.some(isMatter)));
  return listed && bodies.every((body) => standsAlone(body, 'bullet')) ? bullets : [];
}
