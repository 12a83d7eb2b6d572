import { reportsBreach } from './breach-cues.ts';
import type { ScreenText } from './screening.ts';

const PERSON = [
  '(?:toi|em|chung toi|chung em|minh|con|chau|gia dinh toi|gia dinh em|nha toi|nha em|ba con|dan',
  '|nguoi dan|nhan dan|nay)',
].join('');

/** Official or person in a position of trust, as the doer of a breach. */
const OFFICIAL = [
  '(?:can bo|cong chuc|truong (?:thon|xom|ban|ap|khu|khoi|cong an)|pho (?:thon|chu tich|truong)',
  '|to truong|bi thu|chu tich|chu nhiem|giam doc|hieu truong|hieu pho|ke toan|thu quy|dia chinh',
  '|cong an|tu phap|chi huy|dang vien|chi hoi truong|hoi truong|kiem lam|canh sat|bac si|y si',
  '|thay giao|co giao|lanh dao|truong phong|ban quan li|quan li cho|van phong|(?:ong|ba|anh',
  '|chi) [\\p{L}#]+)',
].join('');

/** Breaches that are named only to report them. */
const BREACH = [
  '(?:nhan hoi lo|an hoi lo|doi hoi lo|an dut lot|nhan dut lot|tham o|tham nhung|an chan|an bot',
  '|bot xen|cat xen|bien thu|rut ruot|lap khong|khai khong|nuot (?:tien|quy|tron|trong)',
  '|an quyt|gian lan tien|lay tien (?:an cua|cua dan|cua tre|cua hoc sinh|cua ho ngheo)|ki khong',
  '|chiem doat|bo (?:tui|toi) (?:tien|quy|rieng)|dut tui|an tien|nhan tien (?:de |cua )?(?:chay',
  '|lo|boi duong|lot tay|con bac|nha thau|chu thau|dan|nguoi)|vien tro bi an|bao che cho',
  '|ban (?:trai phep )?dat cong|lam gia (?:ho so|giay to|chu ki)|gia mao (?:ho so|chu ki)',
  '|lam dung chuc quyen|loi dung chuc (?:vu|quyen)|ga gam|gap dam|dam o|nhan phong bi|voi tien',
  '|doi tien|vo vet|cuom|tham nhung|tu tui)',
].join('');

/** Speaking of breaches in general, of prevention or of what must not be. */
const GENERAL = new RegExp([
  String.raw`(?:phong chong|chong|ngan chan|bai tru|tranh|han che|tranh de|de khong|khong de|neu|cong tac`,
  String.raw`|tinh trang|nan|tuyen truyen|luat|khong duoc|xu li nghiem tinh trang|doi tuong|ke gian|ke xau`,
  String.raw`|lua dao)(?: [\p{L}#]+){0,4} $`,
].join(''), 'u');

/** Where, how, how long: a question about the procedure. */
const PROCEDURE = new RegExp([
  String.raw`(?:gui|nop|viet|lam|dua|goi|den)?(?: don)? ?(?:to cao|khieu nai`,
  String.raw`|to giac)(?: [\p{L}#]+){0,6} (?:o dau|cho ai|the nao|nhu the nao|den dau|den ai|ra sao|lam sao`,
  String.raw`|bao lau|can (?:giay to )?gi|can nhung gi|gui dau|duoc khong|o cho nao|co quan nao|cap nao|so nao|goi so|nguoi nao|ai nhan|may ngay)`,
  String.raw`|(?:thu tuc|cach|mau don|quy trinh|quyen|trinh tu|huong dan|thoi han|thoi hieu|(?<!trai )luat`,
  String.raw`|so dien thoai|duong day nong)(?: [\p{L}#]+){0,4} (?:to cao|khieu nai|to giac)`,
].join(''), 'u');

/** The handling of such papers, as a matter of good government. */
const HANDLING = new RegExp([
  String.raw`(?:giai quyet|tiep nhan|xu li|tra loi|tinh hinh|cong tac|cac|nhung|nhieu|vu|han che|giam`,
  String.raw`|tang cuong|ket qua|ton dong|tinh trang|tiep dan|tiep cong dan)(?: [\p{L}#]+){0,6} (?:to cao`,
  String.raw`|khieu nai|to giac)|(?:khieu nai|to cao|to giac)(?: [\p{L}#]+){0,3} (?:keo dai|ton dong`,
  String.raw`|vuot cap|dong nguoi|nhieu|lien tuc|cua (?:dan|cong dan|nhan dan|ba con|cu tri|nguoi dan`,
  String.raw`|cac ho)|toi pham)|don thu`,
].join(''), 'u');

/** A paper already handed in and not answered: the wait is the matter, not the paper. */
const WAITING = new RegExp([
  String.raw`don(?: thu)? (?:to cao|khieu nai)(?: [\p{L}#]+){0,14} (?:chua|khong|mai|van chua`,
  String.raw`|cham)(?: [\p{L}#]+){0,4} (?:tra loi|giai quyet|phan hoi|xem xet|hoi am|van ban|thay gi`,
  String.raw`|ket qua|tin tuc)`,
].join(''), 'u');

const BY_OFFICIAL = new RegExp(` ${OFFICIAL}(?: [\\p{L}#]+){0,10}? ${BREACH}(?!\\p{L})`, 'gu');
const DENIED = new RegExp([
  String.raw` (?:khong|chong|tranh|phong|ngan|neu|kiem tra|bi|de) (?:[\p{L}#]+ ){0,2}(?:nhan hoi lo|tham o`,
  String.raw`|tham nhung|an chan|chiem doat|doi tien|an tien|an bot)| (?:ke (?!toan)|doi tuong |bon |ten `,
  String.raw`|thang )(?:[\p{L}#]+ ){0,3}(?:chiem doat|nhan tien|doi tien|tham o)`,
].join(''), 'u');

const SAYS = [
  '(?:xin |muon |lam don |viet don |gui don |nop don |duoc |phai |se |cung |dung don |chinh thuc ',
  '|xin phep |da |quyet dinh |kien quyet |cuc luc |van |lai |thuc su |hom nay )*',
].join('');

const ACCUSES_UNMARKED = new RegExp([
  String.raw`(?<!(?:cay|nha|toa|cot|tuong|nguoi|bui|cong) )(?<!\p{L})`,
  String.raw`(?:to cao(?! (?:tang|lon|qua|hon|met|vut|nhu))|to giac)(?!\p{L})`,
].join(''), 'u');

/** "Không sửa là tôi kiện": a word of anger, not the paper itself. */
const THREATENS = new RegExp([
  String.raw`(?:neu|khong|chua|ko|con|ma)(?: [\p{L}#]+){1,14}? (?:thi|la|se|toi|dan|chung toi|bat buoc|buoc`,
  String.raw`|phai)(?: [\p{L}#]+){0,6}? (?:to cao|khieu nai|kien)(?: (?:len|den|ra|cap tren|tiep|vuot cap|do|day|toi)| \.| $)`,
].join(''), 'u');

function accuses({ raw, folded, marked }: ScreenText): boolean {
  if (marked) return /(?<!\p{L})tố (?:cáo|giác)(?!\p{L})/u.test(raw);
  return ACCUSES_UNMARKED.test(folded);
}

function performs(folded: string, word: string): boolean {
  return new RegExp(`${PERSON}(?: [\\p{L}#]+){0,12}? ${SAYS}${word}(?! (?:cua|toi pham)(?!\\p{L}))`, 'u').test(folded)
    || new RegExp(`(?:^|\\.) *(?:kinh gui(?: [\\p{L}#]+){0,12}? )?(?:don |xin |don xin )?${word} `, 'u').test(folded)
    || new RegExp(`(?:muon|xin|don|de don|gui don|viec|nay|toi|em|luat|gia dinh|nha|chung toi) ${word} `, 'u').test(folded);
}

/**
 * How clearly a text is one: by what it tells, by the word alone ("tôi tố cáo …"), which people say loosely, or not.
 */
export type Found = 'told' | 'said' | null;

/** Whether the text reports a breach by an identified official or person (tố cáo). */
export function findsDenunciation(text: ScreenText): Found {
  const { folded } = text;
  if (breachByOfficial(text) || (!accuses(text) && reportsBreach(folded))) return 'told';
  if (!accuses(text) || PROCEDURE.test(folded) || WAITING.test(folded) || THREATENS.test(folded)) return null;
  if (/(?:bi|nguoi) to cao/u.test(folded) && !performs(folded, 'to cao')) return null;
  if (HANDLING.test(folded) && !directlyPerforms(folded, '(?:to cao|to giac)')) return null;
  return 'said';
}

function directlyPerforms(folded: string, word: string): boolean {
  return new RegExp(`(?:${PERSON}|^|\\.) *${SAYS}${word} (?!toi pham|cua|nhieu|keo dai|lien tuc)`, 'u').test(folded);
}

/** Words that only marks tell from common others: bà and ba, chị and chi, vòi tiền and với tiền. */
const NEEDS_MARKS = /^ ?(?:ong|ba|anh|chi) |(?:voi|doi) tien$/u;
const MARKED_FORMS = new RegExp([
  String.raw`^(?:(?:ông|bà|anh|chị) |(?!(?:chí|chi|ba|ong|ống|bả|bã|ảnh|ánh|chỉ) )).*(?<!(?:với|đổi`,
  String.raw`|đời) tiền)$`,
].join(''), 'u');

const SURE_TITLE =
  /^ ?(?:ong|anh|ba (?:ke toan|thu quy|truong|pho|chu tich|bi thu|hieu truong|can bo|chi hoi)) /u;

function breachByOfficial({ raw, folded, marked }: ScreenText): boolean {
  const rawWords = raw.split(' ');
  for (const match of folded.matchAll(BY_OFFICIAL)) {
    const before = folded.slice(Math.max(0, match.index - 40), match.index + 1);
    if (GENERAL.test(before) || DENIED.test(match[0])) continue;
    if (NEEDS_MARKS.test(match[0])) {
      const from = folded.slice(0, match.index + 1).split(' ').length - 1;
      const typed = rawWords.slice(from, from + match[0].trim().split(' ').length).join(' ');
      if (marked ? !MARKED_FORMS.test(typed) : !SURE_TITLE.test(match[0])) continue;
    }
    return true;
  }
  return false;
}

const DECISION = '(?:quyet dinh|ket luan|thong bao|bien ban|van ban|cong van)';
const ADMIN = new RegExp([
  `${DECISION}|hanh vi|uy ban|chu tich|can bo|cuong che|thu hoi|xu phat|bi phat|boi thuong|den bu`,
  `|cap so|so do|bia do|cap giay|khong cap|khong xet|cat (?:ho ngheo|tro cap|che do)|ho ngheo`,
  `|che do|tro cap|huyen|tinh|cong an|dia chinh|hoi dong|thao do|ki luat|buoc thoi viec|dinh chi`,
  `|ap gia|kiem dem|muc phat|thue`,
].join(''), 'u');
const NUISANCE = new RegExp([
  String.raw`hang xom|rac|karaoke|tieng on|o ga|cho tha rong|mui hoi|dien yeu|mat dien|mat nuoc`,
  String.raw`|song dien thoai|wifi|mang yeu|loa|duong hong|duong xau|den duong|cua hang|quan an|shop`,
  String.raw`|giao hang|nha mang|nuoc yeu|nuoc ban|hang gia`,
].join(''), 'u');

/** Whether the text asks to review an administrative decision or act against the person's own right (khiếu nại). */
export function findsComplaint({ folded }: ScreenText): Found {
  if (againstDecision(folded)) return 'told';
  if (!/(?<!\p{L})khieu nai(?!\p{L})/u.test(folded) || !performs(folded, 'khieu nai')) return null;
  if (PROCEDURE.test(folded) || WAITING.test(folded) || THREATENS.test(folded)) return null;
  if (HANDLING.test(folded) && !directlyPerforms(folded, 'khieu nai')) return null;
  return NUISANCE.test(folded) && !ADMIN.test(folded) ? null : 'said';
}

const AGAINST = [
  new RegExp([
    `(?:khong|chua|ko) (?:dong y|dong tinh|nhat tri|chap nhan|thoa dang`,
    `|phuc)(?: [\\p{L}#]+){0,3}? ${DECISION}(?: [\\p{L}#]+){0,8}? (?:so|thu hoi|xu phat|phat`,
    `|cuong che|ki luat|thao do|cua (?:uy ban|chu tich|xa|huyen|tinh)|giai quyet|nay|tren|do`,
    `|ve viec|cat|boi thuong|dinh chi)`,
  ].join(''), 'u'),
  new RegExp(`phan doi ${DECISION}(?: [\\p{L}#]+){0,8}? (?:thu hoi|xu phat|cuong che|thao do|ki luat)`, 'u'),
  new RegExp([
    `(?:huy|huy bo|thu hoi|rut|rut lai|xem (?:xet )?lai|bai bo|sua) (?:cai `,
    `|lai )?${DECISION}(?: [\\p{L}#]+){0,4}? (?:so #|xu phat|thu hoi dat|cuong che|ki luat|thao do`,
    `|phat)`,
  ].join(''), 'u'),
  new RegExp([
    `${DECISION}(?: [\\p{L}#]+){0,12}? (?:la sai|sai luat|trai luat|trai phap luat`,
    `|khong dung (?:luat|phap luat|quy dinh|doi tuong|nguoi|su that)|oan|oan sai|thieu can cu`,
    `|khong co can cu)`,
  ].join(''), 'u'),
  new RegExp([
    String.raw`(?:bi )?(?:xu )?phat (?:[\p{L}#]+ ){0,8}?(?:oan|khong dung|sai`,
    String.raw`|vo li)(?: [\p{L}#]+){0,12}? (?:xem (?:xet )?lai|huy|tra lai)`,
  ].join(''), 'u'),
];

const PAPER = [
  '(?:quyet dinh|ket luan|thong bao|bien ban|ket qua|phuong an|giay bao|cong van|lenh|to trinh|van ban)',
].join('');
const WRONG = [
  '(?:sai|trai luat|trai phap luat|trai quy dinh|oan|oan sai|oan uc|vo li|vo ly|khong dung|khong he|bia dat|ap dat|tuy tien',
  '|khong co can cu|khong neu li do|khong co li do|khong ro li do|khong co quyet dinh|hoan toan sai|khong cong bang voi)',
].join('');
const UNDO = [
  '(?:huy|huy bo|rut|rut lai|thu hoi(?! (?:dat|cua))|bai bo|khoi phuc|xem xet lai|xem lai|xet lai|giai quyet lai|sua lai',
  '|dinh chinh|tra lai|hoan lai|boi thuong)',
].join('');
const OWN = '(?:toi|em|tui|minh|con|chau|gia dinh|nha toi|nha em|me|bo|chung toi|vo chong)';
const DEED = [
  '(?:bi phat|xu phat|phat|thu hoi dat|cuong che|thao do|cat (?:tro cap|che do|ho ngheo|luong|phu cap)|gach ten',
  '|cho thoi viec|buoc thoi viec|ki luat|duoi hoc|dinh chi|tu choi cap|khong cap|cap so|thu giu|tich thu|do sai|xac dinh)',
].join('');

/** A decision that touches oneself is called wrong, and is to be undone: each alone is a petition. */
const DISPUTES = [
  new RegExp(`${PAPER}(?: [\\p{L}#]+){0,14}? ${WRONG}(?: [\\p{L}#.]+){0,20}? ${UNDO}`, 'u'),
  new RegExp(`${OWN}(?: [\\p{L}#]+){0,6}? ${DEED}(?: [\\p{L}#.]+){0,14}? ${WRONG}(?: [\\p{L}#.]+){0,14}? ${UNDO}`, 'u'),
  new RegExp(
    `(?:khong|ko|chua) (?:chap nhan|nhat tri|dong y|dong tinh) (?:voi )?${PAPER}(?: [\\p{L}#.]+){0,24}? ${UNDO}`, 'u'),
  new RegExp(`${UNDO} (?:cai |lai )?${PAPER}(?: [\\p{L}#.]+){0,16}? (?:vi|do|boi)(?: [\\p{L}#]+){0,10}? (?:${WRONG}|khong)`, 'u'),
  new RegExp(`(?:phan doi|khong (?:dong y|chap nhan|nhat tri|dong tinh)) (?:voi )?${PAPER}(?: [\\p{L}#.]+){0,24}? ${UNDO}`, 'u'),
  new RegExp(`${OWN} bi ${DEED}(?: [\\p{L}#.]+){0,16}? khong (?:co|ra|thay|dua|lap) (?:van ban|quyet dinh|bien ban|li do|thong bao)`
    + `(?: [\\p{L}#.]+){0,8}? (?:yeu cau|de nghi|doi|buoc) ${UNDO}`, 'u'),
  new RegExp(`(?:huy|huy bo|rut|rut lai|bai bo|thu hoi) (?:cai |lai )?${PAPER} (?:thu hoi|xu phat|phat|cuong che|ki luat|cap|phe duyet|so)`, 'u'),
  new RegExp(`giai quyet khieu nai lan (?:dau|hai|#)|khieu nai (?:lan|lan thu) (?:#|hai|hai)`, 'u'),
];

function againstDecision(folded: string): boolean {
  return [...AGAINST, ...DISPUTES].some((pattern) => pattern.test(folded));
}
