import { additions, asksPlainly, beginsRequest, type Addition } from './split-cues.ts';

/** Where a message could be cut, and how the writer parted the two sides. */
export interface Border {
  at: number;
  kind: 'sentence' | 'paragraph' | 'line' | 'semicolon' | 'comma' | 'none';
  addition?: Addition;
  /** Begins with "còn …", with a request, or with words that go on with what was said. */
  turns: boolean;
  request: boolean;
  goesOn: boolean;
  /** "… cũng xin …" soon after it. */
  too: boolean;
}

/** Above this many the faint ones are left out: the time grows with the third power. */
const MAX_BORDERS = 22;
/** So many letters after an addition's begin nothing else. */
const WITHIN_ADDITION = 12;

/** What may begin something without any pause. Not "con", "voi", "roi": unmarked they stand in "bà con", "đối với". */
const FIRST = '(?:xin|de nghi|(?<!(?:quyet|loi|cac|nhieu|y|nhung|dung|thu|co|cua|muc|khieu nai|va) )kien nghi|mong|nho'
  + '|(?<!quoc |chi |dai |xa |bao )hoi(?! dong)|cho (?:toi|em|minh|con|chau|hoi(?! (?:hop|thanh|phu|nong|nguoi|cuu|vien))))';
const PAUSE = new RegExp(String.raw`[.;?!…]+(?=\s|\p{L})\s*|\n\s*|[,–—](?=\s)\s*|\s-\s|(?<=\s)(?=${FIRST} )`, 'gu');
/** Words that go on with what was said before. */
const GOES_ON = new RegExp([
  '^[\\s\\p{P}]*(?:nen|vi|do|boi|the ma|nhung|ma(?! con)|de(?! nghi| xuat)|gio|neu|khi|sau do|vay|the|lam|khien',
  '|day la|viec nay|chuyen nay|tinh trang|hien tuong|nhieu lan|may lan|da |dan den|gay|that|ai cung|nhat la|rat mong',
  '|co nhu vay|tuy|mac du|cu the|trong khi|chu|ho |ong ay|ba ay|no )(?!\\p{L})',
].join(''), 'u');
const TOO = /^[\s\p{P}]*(?:\p{L}+ ){0,5}?(?:cung|xin luon|luon tien|hoi luon|bao luon|noi luon) /u;
/** "Còn …" turns to something else; "con" without its mark may be a child. */
const CHILD = 'em|trai|gai|dau|lon|nho|chau|cai|nha|toi|minh|hoc|tui|nit|be|ut|trau|bo|ga|cho|mot|dai|re|mon|chi|anh|ong';
const TURNS = new RegExp(`^(?:(?:va|con(?! (?:${CHILD})(?!\\p{L}))|roi|voi|them|cung) )+`, 'u');

function kindOf(pause: string): Border['kind'] {
  if (pause.includes('\n')) return /[.;?!]/u.test(pause) ? 'paragraph' : 'line';
  const mark = pause.trim();
  if (mark === '') return 'none';
  if (mark.startsWith(';')) return 'semicolon';
  return /^[,–—-]/u.test(mark) ? 'comma' : 'sentence';
}

/** The borders of a folded text, the faint ones only while there are few. */
export function bordersOf(folded: string): Border[] {
  const found = new Map<number, Pick<Border, 'kind' | 'addition'>>();
  for (const match of folded.matchAll(PAUSE)) {
    const kind = kindOf(match[0]);
    const at = match.index + match[0].length;
    if (at > 0 && at < folded.length && !found.has(at)) found.set(at, { kind });
  }
  for (const addition of additions(folded)) {
    if (addition.at === 0) continue;
    found.set(addition.at, { kind: found.get(addition.at)?.kind ?? 'none', addition });
    // "với lại còn …": the words within an addition begin nothing.
    for (const [at, { kind }] of found) {
      if (kind === 'none' && at > addition.at && at < addition.at + WITHIN_ADDITION) found.delete(at);
    }
  }
  // Two messages in a row are often one story; three lines are a list.
  const lines = [...found.values()].filter(({ kind }) => kind === 'line');
  if (lines.length === 1) lines[0]!.kind = asksPlainly(folded) ? 'sentence' : 'comma';
  let borders = [...found].sort(([a], [b]) => a - b);
  for (const faint of ['none', 'comma'] as const) {
    if (borders.length > MAX_BORDERS) borders = borders.filter(([, one]) => one.kind !== faint || one.addition);
  }
  return borders.slice(0, MAX_BORDERS).map(([at, border]) => {
    const start = folded.slice(at, at + 60);
    return {
      at, ...border, turns: TURNS.test(start), request: beginsRequest(start), goesOn: GOES_ON.test(start),
      too: TOO.test(start),
    };
  });
}
