import { saysNow, tellsDanger } from './danger-cues.ts';
import { ASKS, TROUBLES } from './request-cues.ts';
import { MARKED_FROM } from './phrases.ts';
import { findsComplaint, findsDenunciation } from './legal-cues.ts';
import type { Words } from './words.ts';

/**
 * What a message is, before its topic: `complaint` (khiếu nại, Luật Khiếu nại 2011: against a decision or act that
 * touches one's own right), `denunciation` (tố cáo, Luật Tố cáo 2018: a breach by an identified official or person),
 * `urgent` (danger to life now), `insult` (abuse without a request), `other` (nothing to act on), else `petition`.
 */
export type Screening = 'petition' | 'complaint' | 'denunciation' | 'urgent' | 'insult' | 'other';

/** All kinds; score arrays of the learned screening use this order. */
export const SCREENINGS: readonly Screening[] = [
  'petition', 'complaint', 'denunciation', 'urgent', 'insult', 'other',
];

/** A text on one line: words apart by one space, sentences by ` . `, once with marks and once without. */
export interface ScreenText {
  raw: string;
  folded: string;
  /** Whether the person types marks: then `to cao` without them is "tall", not tố cáo. */
  marked: boolean;
}

/** The patterns look back and forth, so a pasted document is screened at both ends only. */
const READ_WORDS = 500;

/** The screening form of a text that was read into words. */
function screenForm({ words: all, markedShare }: Words): ScreenText {
  const words = all.length > READ_WORDS ? [...all.slice(0, READ_WORDS / 2), ...all.slice(-READ_WORDS / 2)] : all;
  let raw = '';
  let folded = '';
  for (const [i, word] of words.entries()) {
    const gap = i > 0 && words[i - 1]!.sentence !== word.sentence ? ' . ' : ' ';
    raw += gap + word.raw;
    folded += gap + word.folded;
  }
  return { raw: `${raw} `, folded: `${folded} `, marked: markedShare >= MARKED_FROM };
}

/** Danger that is there as soon as the words are said; on folded text, whole words. */
const DANGER = new RegExp(`(?<!\\p{L})(?:${[
  // water: dykes, dams, floods, people cut off
  'de (?:bi |da |vua |dang |sap )?(?:vo|buc|thung) (?:roi|nuoc|gap|nhanh|cuu|o|tai|doan)',
  'vo (?:de|dap) (?:roi|gap|cuu|nuoc|o|tai|doan)',
  '(?:dang|sap|vua) (?:bi )?vo (?:de|dap|ho|bo bao)',
  '(?:ho|dap|ho dap|bo bao|de|de bao) (?:dang|sap) (?:bi )?vo',
  '(?:mac ket|bi ket|ket lai|ket trong|ket tren) (?:[^.]{1,30} )?(?:noc|mai|nha|lu|nuoc|nguoi'
    + '|trong|tren|day|song|suoi|ham|gieng)',
  '(?:len|tren|leo) (?:noc nha|mai nha)',
  'nuoc (?:dang )?(?:dang|len|chay xiet) (?:cao |rat |qua )?nhanh',
  'nuoc (?:dang |da )?(?:dang|ngap|len) (?:toi|den) (?:co|nguc|noc|mai)',
  '(?:dat da|dat|da|nui|doi) (?:[^.]{0,12} )?dang (?:tut|troi|lo|do|lan) xuong',
  '(?:dang |vua )?boc chay (?:du|to|lon|roi|ngun ngut)',
  '(?:lu quet|lu ong|lu) (?:dang|sap) (?:ve|den|do|cuon)',
  '(?:nguoi|chau|be|tre|em be|hoc sinh|ong|ba) [^.]{0,20}(?:bi duoi nuoc|dang duoi nuoc'
    + '|vua duoi nuoc|bi nuoc cuon|bi lu cuon|bi vui lap|bat tinh|bi dien giat|bi vui)',
  // earth and buildings
  '(?:lu quet|nui lo|sat lo|dat lo|taluy) [^.]{0,40}(?:vui lap|cuon troi nguoi|sap sap|so tan)',
  '(?:dang|sap) (?:bi )?sat lo',
  '(?:nha|cau|tuong|mai|cot dien|truong|lop hoc|doi|nui|bo song|bo ke)(?: [^.]{0,25})? (?:sap sap'
    + '|sap do|do sap|sap bat cu luc nao) [^.]{0,60}(?:nguoi|chau|tre|ho dan|gap|cuu|khan|ngay|so tan'
    + '|roi)',
  // fire, electricity, gas, poison
  '(?:dang|sap) (?:bi )?chay (?:nha|to|lon|rung|cho|lan|xuong|o|tai|tro|kho|cuu|du)',
  '(?:nha|cho|rung|xuong|kho|quan|truong)(?: toi| em| ong| ba| ben canh| hang xom'
    + '| dan)? (?:dang chay|chay (?:roi|to|lon|du doi|cuu|nhanh))',
  'chay (?:nha|rung|cho|lon|to)(?: [^.]{1,40})? (?:roi|cuu voi|gap|nhanh|dang lan)',
  '(?:day dien|day cap dien|cap dien|day dien cao the|duong day dien)(?: [^.]{0,25})? (?:dut|roi'
    + '|rot|sa)(?: [^.]{0,12})? (?:xuong|giua|ngang) ?(?:duong|ruong|nuoc|ao|muong|san|mat dat|dat'
    + '|loi di|truoc)',
  '(?:dut|roi|rot) (?:day )?dien [^.]{0,20}(?:duong|nuoc|ruong|san|loi di)',
  'dien (?:bi )?(?:roi|rot) xuong (?:duong|nuoc|ruong|san)',
  '(?:ro|ho) (?:ri )?dien [^.]{0,40}(?:giat|chet|cuu|nguoi|gap)',
  '(?:ro|xi) ri (?:khi|ga|gas|hoa chat|amoniac)',
  '(?:ngo doc|trung doc) [^.]{0,50}(?:cap cuu|hang loat roi|cuu voi|dang nguy kich)',
  // violence and despair
  '(?:cam|vac|xach) (?:dao|kiem|hung khi|ma tau|rua) [^.]{0,30}(?:dang|duoi|chem|doa giet'
    + '|xong vao)(?: [^.]{0,40})? (?:cuu|gap|ngay|nhanh|bay gio|dang|luc nay)',
  'dang (?:[^.]{0,12} )?(?:danh nhau|chem nhau|danh dap|hanh hung|danh vo|cam dao)',
  '(?:tu tu|nhay cau|nhay song|uong thuoc sau) [^.]{0,30}(?:dang|gap|cuu|ngay|bay gio)',
  '(?:dang|doi|muon) (?:tu tu|nhay cau|nhay song)',
  // calls for help
  'cuu (?:toi|chung toi|nguoi|ba con|nha toi|em|dan|chau|gap)(?: [^.]{0,30})? (?:gap|khan|voi|ngay|lu|chet)',
  'giup (?:toi|chung toi|ba con|nha toi|em|dan)(?: [^.]{0,30})? (?:khan cap|dang chay|dang ngap|mac ket|chet duoi)',
  'cuu nguoi|cuu voi|keu cuu|cap cuu gap|sos|khan cap cuu|can cuu ho|cuu ho gap|cho cuu ho',
].join('|')})(?!\\p{L})`, 'u');

/** The same words about the past, a fear in general or a drill are no emergency. */
const NOT_NOW = new RegExp(`(?<!\\p{L})(?:${[
  'nam ngoai', 'nam truoc', 'thang truoc', 'tuan truoc', 'hom truoc', 'truoc day', 'da tung', 'hang nam',
  'moi nam', 'nam nao', 'moi mua',
  'hay xay ra', 'thuong xuyen', 'thuong hay', 'hoai', 'phong (?:chay|chong)', 'dien tap', 'tap huan', 'nguy co',
  'de phong',
  'ho tro thiet hai', 'sau khi', 'sau tran', 'sau dot', 'sau bao', 'sau lu', 'neu',
].join('|')})(?!\\p{L})`, 'u');
const HELP = /(?<!\p{L})(?:cuu (?:voi|nguoi|gap|toi|chung toi|ba con)|khan cap|sos|cap cuu gap|ngay bay gio)(?!\p{L})/u;

function isUrgent({ folded }: ScreenText): boolean {
  return (DANGER.test(folded) && (!NOT_NOW.test(folded) || HELP.test(folded))) || tellsDanger(folded);
}

const ABUSE_RAW = new RegExp([
  String.raw` (?:địt|đụ|cặc|lồn|buồi|đéo|cứt|mả mẹ|đĩ|chó má|chó chết|đồ chó|lũ chó|bọn chó|óc chó|đồ ngu`,
  String.raw`|lũ ngu|bọn ngu|ngu (?:như|vãi|thế|học|dốt|xuẩn)|thằng ngu|con ngu|khốn nạn|mất dạy|vô học`,
  String.raw`|súc vật|súc sinh|đồ khốn|bố láo|láo toét|ăn hại|ăn bám|bọn mày|chúng mày|mẹ mày|bố mày|cút đi`,
  String.raw`|chết đi|rác rưởi|vô dụng|thối tha|đê tiện|bẩn thỉu lũ) `,
].join(''), 'u');
const ABUSE_ANY = new RegExp([
  String.raw` (?:dm|đm|dmm|đmm|đcm|dcm|vcl|vkl|vl|clgt|clm|cmm|cmn|dkm|đkm|dit me|du me|do cho|lu cho`,
  String.raw`|bon cho|oc cho|cho ma|do ngu|lu ngu|bon ngu|thang ngu|ngu nhu|ngu vai|khon nan|mat day|vo hoc`,
  String.raw`|suc vat|suc sinh|do khon|bo lao|an hai|an bam|bon may|chung may|me may|bo may|cut di|vo dung`,
  String.raw`|con cac|cai lon|ma me|deo) `,
].join(''), 'u');

const SMALL_TALK = new Set(
  `hello hi helo hey alo aloo alô xin chao chào a ạ oi ơi da dạ vang vâng u ừ ok oke okie okela yes no cam on ơn
  thank thanks thankyou
  you tks bye tam biet test thu thử tin nhan bot may ban la ai ten gi khoe khong good morning nhe nhé nha ha
  hihi haha hehe hi
  chuc mung nam moi ca nha cuoi tuan vui ve buoi sang trua chieu toi tot lanh anh chi em co chu bac ong ba cac
  moi nguoi admin quan tri
  vien start help menu roi duoc rat nhieu qua tuyet voi hay lam biet on dung the thoi thi nay do kia co ai day
  truc ko khong dau dong y
  xa ubnd uy ban nhan dan mat tran to quoc lanh dao can bo kinh gui thua minh toi con chau`.split(/\s+/u),
);

/** How much subject a text needs before it is a matter and not small talk: one clear phrase of the lexicon. */
const SUBJECT_FROM = 2;
/** Longer texts are taken for petitions even when no known subject is in them. */
const SMALL_TALK_WORDS = 6;
/** Abuse needs a clearer subject to count as a petition in bad manners. */
const ABUSED_SUBJECT_FROM = 3;

function isOther({ folded }: ScreenText, subject: number): boolean {
  const words = folded.split(' ').filter((word) => /\p{L}/u.test(word));
  if (words.every((word) => SMALL_TALK.has(word))) return true;
  return subject < SUBJECT_FROM && words.length <= SMALL_TALK_WORDS && !ASKS.test(folded) && !TROUBLES.test(folded);
}

/** From these probabilities on the learned part adds to what the patterns find; some 1 % of the corpus is held by it. */
const HELD_FROM = 0.25;
/** The words "tố cáo", "khiếu nại" alone, said as one who does it, need so much beside them. */
const SAID_HELD_FROM = 0.2;
/** Where the words "khiếu nại", "tố cáo" stand and the patterns found them said loosely. */
const HELD_ALL_THE_SAME = 0.6;
/** A danger that is said to be there now needs less. */
const URGENT_NOW_FROM = 0.12;
const URGENT_FROM = 0.45;
const OTHER_FROM = 0.4;
const INSULT_FROM = 0.5;
const LOOSE = /(?<!\p{L})(?:khieu nai|to cao|to giac|kien|khieu kien)(?!\p{L})/u;

/**
 * Screens a text. `subject` is the best topic's lexicon score: abuse about a real matter is a petition in bad
 * manners, and a few words about nothing known are `other`. `learned` are probabilities in the order of `SCREENINGS`.
 */
export function screenText(words: Words, subject: number, learned: readonly number[]): Screening {
  const text = screenForm(words);
  const [, complaint = 0, denunciation = 0, urgent = 0, insult = 0, other = 0] = learned;
  const learnedHeld = complaint + denunciation;
  const [reported, complained] = [findsDenunciation(text), findsComplaint(text)];
  if (reported === 'told') return 'denunciation';
  if (complained === 'told') return 'complaint';
  if (learnedHeld >= SAID_HELD_FROM && (reported ?? complained)) return reported ? 'denunciation' : 'complaint';
  if (learnedHeld >= (LOOSE.test(text.folded) ? HELD_ALL_THE_SAME : HELD_FROM)) {
    return complaint > denunciation ? 'complaint' : 'denunciation';
  }
  if (isUrgent(text) || urgent >= (saysNow(text.folded) ? URGENT_NOW_FROM : URGENT_FROM)) return 'urgent';
  const abusive = ABUSE_ANY.test(text.folded) || ABUSE_RAW.test(text.raw);
  if (abusive || (insult >= INSULT_FROM && subject < SUBJECT_FROM)) {
    return subject < ABUSED_SUBJECT_FROM && !ASKS.test(text.folded) ? 'insult' : 'petition';
  }
  return isOther(text, subject) || other >= OTHER_FROM ? 'other' : 'petition';
}
