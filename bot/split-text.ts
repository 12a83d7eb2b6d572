/** What belongs to the character before it: combining marks, the second half of a pair, what a joiner joins. */
const CONTINUES = /^[\p{M}\uDC00-\uDFFF\u200D]/u;
const JOINER = '\u200D';

/** Cuts a text into pieces of at most `max` characters: at line breaks if it can, else at blanks, never in a letter. */
export function splitText(text: string, max: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > max) {
    const cut = cutOf(rest, max);
    pieces.push(rest.slice(0, cut));
    rest = rest.slice(cut).replace(/^[\n ]/, '');
  }
  return rest === '' && pieces.length > 0 ? pieces : [...pieces, rest];
}

function cutOf(text: string, max: number): number {
  const line = text.lastIndexOf('\n', max);
  if (line > max / 2) return line;
  const blank = text.lastIndexOf(' ', max);
  if (blank > max / 2) return blank;
  for (let cut = max; cut > max / 2; cut--) {
    if (!CONTINUES.test(text.slice(cut, cut + 2)) && text[cut - 1] !== JOINER) return cut;
  }
  return max;
}
