/** What is seen of a request, an addition, a greeting or an announcement in a message; on folded text (see `fold`). */

/** A request said outright, and what only sounds like one in a story. */
const PLAINLY = new RegExp([
  '(?<!\\p{L})(?:de nghi|kien nghi|de xuat|yeu cau|mong|kinh mong|nho (?:xa|kiem|dia chinh|cong an|cac|anh|chi'
    + '|lanh dao|giup|uy ban|can bo|thon)',
  '|xin (?!loi|chao|thua|noi|ke|phep duoc ke|viec |tien |khong|gi|an|nghi|di )|(?:cho|hoi) (?:toi|em|minh|con'
    + '|chau|tui|xin)? ?hoi|xin hoi',
  '|bao gio|khi nao|chung nao|o dau(?! (?:thon|xom|lang|ngo|duong|cau))|lien he'
    + '|giup (?:toi|em|dan|ba con|gium|dum|voi|do)|xu li|xem lai|xem xet'
    + '|kiem tra|giai quyet)(?!\\p{L})',
].join(''), 'u');
const IN_STORY = new RegExp([
  '(?<!\\p{L})(?:khong (?:xin|mong|doi hoi|kien nghi|yeu cau|dam)|da (?:xin|de nghi|kien nghi|phan anh|hoi)'
    + '|co (?:lam don|xin|hoi)|don xin|bao xin',
  '|nghe (?:noi|dau)|hoi (?:hai|ba|may|nhieu) lan|xin hoai|ho (?:bao|noi)|chi mong yen|chi xin yen)(?!\\p{L})',
].join(''), 'u');

export function asksPlainly(folded: string): boolean {
  return PLAINLY.test(folded) && !IN_STORY.test(folded);
}

/** Whether a sentence closes a matter: it asks for something and does not go on telling. */
export function closes(sentence: string): boolean {
  return asksPlainly(sentence) || /\?\s*$/u.test(sentence);
}

/** Who asks, and the words on the way to the request. */
const ASKER = 'va|voi|roi|con|cung|em|e|toi|minh|chau|tui|chung toi|chung em|ba con|nhan dan|nguoi dan|dan|cu tri|nen|vay'
  + '|nay|gio|thon|ap|xom|gia dinh|rat|chi|kinh|thi|cho|cac ho|moi nguoi';
const BEGINS = new RegExp([
  `^[\\s\\p{P}]*(?:(?:${ASKER}) )*(?:xin|de nghi|kien nghi|mong|nho|(?:cho |xin )?(?:toi |em |minh |con |chau |tui )?hoi`,
  '|yeu cau|de xuat|muon)(?!\\p{L})',
].join(''), 'u');

/** How a question or a request ends, and words that ask wherever they stand. */
const ASKED = new RegExp([
  '(?<!\\p{L})(?<!(?:biet|ro|khong co|co) )(?:bao gio|khi nao|chung nao|o dau|the nao|lam sao|bao lau|bao nhieu|gi|khong|ko',
  '|k|hong|hok|chua|a|giup|gium|dum|voi)[\\s\\p{P}]*$|\\?\\s*$|(?<!\\p{L})(?:xem (?:lai|xet)|kiem tra',
  '|giup (?:toi|em|dan|ba con|gium|do)|bao gio|khi nao|chung nao|o dau(?! (?:thon|xom|lang|ngo|duong|cau)))(?!\\p{L})',
].join(''), 'u');

/** These are said of others' requests as well ("yêu cầu nộp bản sao", "kiến nghị của cử tri"). */
const NOUNS = /(?<!\p{L})(?:kien nghi|yeu cau|de xuat|giai quyet|xu li|kiem tra|mong)(?!\p{L})/gu;

/** Whether a clause begins with a request. */
export function beginsRequest(clause: string): boolean {
  return BEGINS.test(clause);
}

/** Whether a clause asks: it begins with a request, or is a question. */
function isRequest(clause: string): boolean {
  return beginsRequest(clause) || ASKED.test(clause)
    || (PLAINLY.test(clause.replace(NOUNS, '')) && !IN_STORY.test(clause));
}

/** The sentences of a folded text. */
export function sentencesOf(folded: string): string[] {
  return folded.split(/(?<=[.;?!…\n])/u);
}

/** Whether one of its clauses asks. */
export function asksSomewhere(folded: string): boolean {
  return folded.split(/(?<=[.,;:?!…\n–—])/u).some(isRequest);
}

/** "viec", "chuyen", "y kien" … */
const MATTER = '(?:viec|chuyen|van de|vu|y kien|y|cai|khoan|dieu|cau|kien nghi|mon|noi dung)';
const ME = '(?:toi |em |minh |con |chau |tui |ba con |dan |chung toi |chung em )?';

/** What is said of "con cái" (children), and not of "còn cái …". */
const ABOUT_CHILDREN = 'duoc|theo|nha|hoc|phai|bo|di|minh|cua|khong|ko|chua|con|thi';

/** An addition that begins something else, whatever stands before it. */
const ADDED = [
  'ngoai ra', 'ben canh do', `(?:mot |1 )?${MATTER} nua`, 'them nua', `them (?:mot |1 )?${MATTER}(?: nua)?`,
  `(?:1|mot) ${MATTER} (?:nua|khac)`,
  `(?<!ba )con (?!mon |cai (?:${ABOUT_CHILDREN}))(?:mot |1 )?${MATTER}(?! (?:gi|nao|lam)(?!\\p{L}))(?: nua)?`,
  'con ve (?!nha|que)',
  'voi lai', 'voi ca', 'va lai', 'a ma', `ma con ${MATTER}`, 'them vao do', '(?:san|nhan|luon) tien', 'tien the',
  'tien day', 'san (?:day|dip)', 'nhan (?:day|dip(?: nay)?)',
  `(?:sang|qua|toi|den) ${MATTER} (?:khac|thu)`, 'sang chuyen', 'con nua', 'a con', 'a quen', 'quen (?:mat|nua)',
  `${MATTER} khac`, 'mat khac', 'dong thoi', 'kem theo(?: do)?', 'cung luc do',
  `(?:cho|xin) ${ME}(?:hoi|phan anh|noi|gop y|kien nghi) (?:them|luon)`, 'hoi (?:them|luon)', 'cung xin hoi',
  `(?:toi|em|minh|chung toi) (?:cung )?(?:muon|xin) (?:hoi|phan anh|kien nghi|de nghi|co y kien) (?:them|nua)`,
  'cung xin (?:phan anh|kien nghi|de nghi|noi)', 'tiep theo(?: la| do)?(?=[ ,:])', '(?:cuoi|sau) cung(?=[ ,:])',
  '(?:chuyen|viec|y) sau(?= la|:)', 've [\\p{L}]+ [\\p{L}]+(?: [\\p{L}]+)?:', '(?:viec|chuyen) [\\p{L}]+:',
  'roi (?:thi|con(?! (?:le|nho|be|cai))|cai|them)', 'rua (?:them|con)', 'cung nhan (?:day|tien|dip nay)',
  'phan (?:nua|khac) (?:la )?',
].join('|');
const ADDITION = new RegExp(
  `(?<=^|[\\s.;,!?…(])(?:va |a |da |roi |xin |cung |thi )?(?:${ADDED})(?!\\p{L})`, 'gu');

/** These alone may go on with the same story ("ngoài ra còn bốc mùi"). */
const WEAK = new RegExp([
  '^(?:va |a |da |roi |xin |cung |thi )?(?:mat khac|dong thoi|ben canh do|voi lai|voi ca|va lai|a ma|ma con|them nua',
  '|them vao do|con nua|ngoai ra|kem theo|cung luc do|phan |con ve|quen|hoi luon)',
].join(''), 'u');

/** These are said within a sentence as well ("sẽ có việc khác", "được nhận tiền"). */
const ONLY_AT_BORDER = new RegExp([
  '^(?:va |a |cung |xin )?(?:nhan |tien the|tien day|them |viec |chuyen |van de |y |cai |cau |dieu |vu |khoan |mon',
  '|noi dung|kien nghi |tiep theo|cuoi|sau cung|ve |roi thi|roi cai|con cai|con y|con cau|con khoan|quen',
  '|kem theo|san )',
].join(''), 'u');

/** "từ làng ngoài ra đường lớn" is a way, not an addition. */
const OUTSIDE = /^(?:va |a )?ngoai ra (?:dong|duong|ngo|bien|song|san|ngoai)(?!\p{L})/u;

const MORE_OF_IT = /^(?:va |a )?(?:ngoai ra|ben canh do|them nua) con (?!mot|1|chuyen|viec|vu|van de|y )/u;

/** A word of addition: where it begins, and whether it may go on with the same story. */
export interface Addition {
  at: number;
  weak: boolean;
  /** Whether a clause or line ends before it. */
  atBorder: boolean;
}

/** The words of addition in a folded text, in order. */
export function additions(folded: string): Addition[] {
  const found: Addition[] = [];
  for (const match of folded.matchAll(ADDITION)) {
    const before = folded.slice(0, match.index);
    const atBorder = before.trim() === '' || /[.;,!?…)]\s*$|\n\s*$/u.test(before);
    if (ONLY_AT_BORDER.test(match[0]) && !atBorder) continue;
    const rest = folded.slice(match.index);
    if (OUTSIDE.test(rest)) continue;
    // "Ngoài ra còn ruồi nhặng": more of the same trouble, unless something is asked.
    if (MORE_OF_IT.test(rest) && !asksPlainly(/^[^.;?!\n]*/u.exec(rest)![0])) continue;
    found.push({ at: match.index, weak: WEAK.test(match[0]), atBorder });
  }
  return found;
}

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

const NUMBERS: Record<string, number> = { hai: 2, ba: 3, bon: 4, nam: 5, sau: 6, bay: 7, tam: 8 };

/** "Em có 3 ý kiến." */
const ANNOUNCES = new RegExp(
  '(?:co|xin|muon|gui|hoi|phan anh|gop|noi|kien nghi|de nghi)(?: [\\p{L}]+){0,3} '
    + `(\\d|may|vai|hai|ba|bon|nam|mot so|cac)`
    + ` (?:y kien|y|viec|van de|dieu|cau hoi|cau|kien nghi|noi dung|chuyen|thu|vu)(?!\\p{L})`, 'u');
const ANNOUNCES_ONLY = new RegExp(
  `${ANNOUNCES.source}(?: (?:sau|nay|a|nhu sau|can hoi|muon hoi|nho xa|the nay))*[\\s.:]*$`, 'u');

/** How many petitions a message announces: a number, 0 for "some", null when it announces none. */
export function announced(folded: string): number | null {
  const head = folded.slice(0, 160);
  const match = ANNOUNCES.exec(head);
  if (!match || !/^[^.;?!\n]{0,30}[:.,\n]/u.test(head.slice(match.index + match[0].length))) return null;
  const number = NUMBERS[match[1]!] ?? Number(match[1]);
  return number >= 2 ? number : 0;
}

/** Announces what follows ("tôi có hai việc:") and asks nothing itself. */
export function isHeader(body: string): boolean {
  const words = (body.match(/\p{L}+/gu) ?? []).length;
  if (words < 25 && ANNOUNCES_ONLY.test(body)) return true;
  return words < 25 && body.endsWith(':') && HEADER.test(body) && !/[.?!]\s*\S/u.test(body.slice(0, -1));
}

export function endsAsHeader(folded: string): boolean {
  return HEADER.test(folded.trimEnd());
}

/** A text without its sentences of greeting, thanks and introduction. */
export function withoutGreetings(folded: string): string {
  return folded.split(/(?<=[.;:?!\n])/u).filter((sentence) => !GREETING.test(sentence)).join(' ');
}
