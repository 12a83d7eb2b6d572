/** Any text whole and unchanged in an Excel cell. */

/** Excel holds at most 32,767 UTF-16 units in a cell (Excel specifications and limits). */
const EXCEL_CELL_LIMIT = 32_767;

/** How far a cut may move back to keep a letter with its marks. */
const LONGEST_CLUSTER = 64;

/**
 * What XML 1.0 forbids or readers change (a lone CR becomes LF), what the writing library drops as discouraged, and
 * an underscore that would read as the start of an escape. Surrogates that belong together are one character under
 * the `u` flag, so `\p{Cs}` finds only lone ones.
 */
const NEEDS_ESCAPE =
  // oxlint-disable-next-line no-control-regex -- these characters are its subject
  /[\0-\x08\x0B-\x1F\x7F-\x84\x86-\x9F\uFFFD]|\p{Cs}|\p{Noncharacter_Code_Point}|_(?=x[0-9A-Fa-f]{4}_)/gu;

/**
 * Escapes as Office Open XML prescribes (ECMA-376, `ST_Xstring`): `_x000B_` for a vertical tab, `_x005F_` for an
 * underscore that starts a look-alike. Excel and read-excel-file turn it back into the very same characters.
 */
export function escapeForExcel(text: string): string {
  const escaped = text.replace(NEEDS_ESCAPE, (found) => escapeUnits(found));
  // The writing library keeps its shared strings in a plain object, where a text such as "constructor" is found
  // without ever being put in: one escaped letter makes it an ordinary key.
  return escaped in Object.prototype ? escapeUnits(escaped[0] ?? '') + escaped.slice(1) : escaped;
}

function escapeUnits(text: string): string {
  return [...Array(text.length).keys()]
    .map((index) => `_x${text.charCodeAt(index).toString(16).toUpperCase().padStart(4, '0')}_`)
    .join('');
}

/** Cuts a text into pieces that fit a cell; joined they are the text. A letter stays together with its marks. */
export function splitForExcel(text: string, limit: number = EXCEL_CELL_LIMIT): string[] {
  const pieces: string[] = [];
  let start = 0;
  while (text.length - start > limit) {
    const end = cutBefore(text, start + limit);
    pieces.push(text.slice(start, end));
    start = end;
  }
  pieces.push(text.slice(start));
  return pieces;
}

/** The last place at or before `at` that is not inside a surrogate pair, nor before a combining mark or a joiner. */
function cutBefore(text: string, at: number): number {
  for (let end = at; end > at - LONGEST_CLUSTER; end -= 1) {
    const next = String.fromCodePoint(text.codePointAt(end) ?? 0);
    const insidePair = /\p{Cs}/u.test(text[end] ?? '') && /^[\uD800-\uDBFF]/.test(text[end - 1] ?? '');
    const joined = /^[\p{M}\u200D]/u.test(next) || text[end - 1] === '\u200D';
    if (!insidePair && !joined) return end;
  }
  return at;
}
