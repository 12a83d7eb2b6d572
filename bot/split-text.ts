/** Cuts a text into pieces of at most `max` characters, at line breaks if it can, else at blanks, never in a character. */
export function splitText(text: string, max: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > max) {
    const line = rest.lastIndexOf('\n', max);
    const blank = rest.lastIndexOf(' ', max);
    let cut = line > max / 2 ? line : blank > max / 2 ? blank : max;
    // Not between the two halves of a surrogate pair.
    if (/[\uD800-\uDBFF]/.test(rest[cut - 1]!)) cut--;
    pieces.push(rest.slice(0, cut));
    rest = rest.slice(cut).replace(/^[\n ]/, '');
  }
  return [...pieces, rest];
}
