import { fold } from './fold.ts';

/** Numbers by which a person can be found: phones, căn cước and the older chứng minh, accounts, number plates. */
const NUMBERS = new RegExp([
  String.raw`(?<!\d)(?:\+?84|0)(?:[ .-]?\d){9}(?!\d)`,
  String.raw`(?:cccd|can cuoc|cmnd|cmt|chung minh|dinh danh|ma so (?:thue|bao hiem)|bhxh|bhyt)[^.\n]{0,30}?\d(?:[ .]?\d){8,14}`,
  String.raw`(?:tai khoan|stk|so tk)[^.\n]{0,30}?\d(?:[ .]?\d){5,18}`,
  String.raw`(?:bien so|bks|bien kiem soat|xe bien)[^.\n]{0,12}?\d{2} ?-? ?[a-z]\d?[ .-]?\d`,
].join('|'), 'u');

/** Somebody else, by name, or as a neighbour or relative of somebody. */
const SOMEBODY = '(?:ong|ba|anh|chi|co|chu|bac|thang|con|em|chau|nguoi)(?: [\\p{L}]+){1,4}';

/** Matters that are nobody else's business, said of a named person: health, family, past. */
const PRIVATE = new RegExp([
  `(?<!\\p{L})${SOMEBODY}(?: [\\p{L}\\d]+){0,8} (?:(?:bi|nhiem|mac|duong tinh)(?: voi)? (?:hiv|sida|aids|tam than|lao phoi|giang mai|lau|benh xa hoi|viem gan)`,
  '|co (?:h|hiv|bo nhi)|ngoai tinh|pha thai|nao thai|chua hoang|co bau voi|vo sinh|dong tinh|di tu|tien an|so hong nhung)',
  `|(?:sinh nam|sinh ngay|ngay sinh) \\d|so nha \\d+[^.\\n]{0,30} (?:duong|ngo|hem|to|thon)`,
].join(''), 'u');

/** Whether a text tells what identifies a person or is private to one: staff should look before it goes anywhere. */
export function holdsPersonalData(text: string): boolean {
  const folded = fold(text).replaceAll(/\s+/gu, ' ');
  return NUMBERS.test(folded) || PRIVATE.test(folded);
}
