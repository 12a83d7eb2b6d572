const MARKS = /\p{Mn}+/gu;
/** Sorting a heap of marks on one letter takes a time that grows with its square; no language writes eight. */
const HEAPED = /(\p{M}{8})\p{M}+/gu;
const INVISIBLE = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]|\p{Variation_Selector}/gu;

/** Removes characters that nobody sees: zero-width, soft hyphen, direction marks, variation selectors. */
export function dropInvisible(text: string): string {
  return text.replace(INVISIBLE, '');
}

/** Leaves at most eight marks on a letter, which is what can be normalised in a time that grows with the length. */
export function dropHeapedMarks(text: string): string {
  return text.replace(HEAPED, '$1');
}

/**
 * The form in which two spellings are compared: lower case, without diacritics, `đ` as `d`, without
 * zero-width characters. NFC and NFD input give the same result. Only for comparing, never for storing.
 */
export function fold(text: string): string {
  return dropInvisible(dropHeapedMarks(text).normalize('NFD'))
    .replace(MARKS, '')
    .toLowerCase()
    .replace(/đ/g, 'd');
}
