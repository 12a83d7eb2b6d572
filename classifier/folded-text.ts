/** A text folded for matching, with the way back to the original's offsets. */
export interface FoldedText {
  /** Lower case, without marks, spaces and other white space as one plain space each, line breaks kept. */
  text: string;
  /** `origin[i]` is where the character `text[i]` begins in the original; one more entry stands for its end. */
  origin: number[];
}

const MARK = /\p{Mn}/u;
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/u;
const SPACE = /[^\S\n]/u;

/**
 * Folds character by character, so that a place found in the folded text is a place in the original: `fold` itself
 * changes lengths. Works on NFC and NFD alike.
 */
export function foldWithOrigin(original: string): FoldedText {
  const known = new Map<string, string>();
  let text = '';
  const origin: number[] = [];
  let at = 0;
  for (const character of original) {
    let plain = known.get(character);
    if (plain === undefined) {
      plain = foldCharacter(character);
      known.set(character, plain);
    }
    for (let i = 0; i < plain.length; i += 1) origin.push(at);
    text += plain;
    at += character.length;
  }
  origin.push(original.length);
  return { text, origin };
}

function foldCharacter(character: string): string {
  if (SPACE.test(character)) return ' ';
  let plain = '';
  for (const piece of character.normalize('NFD')) {
    if (!MARK.test(piece) && !INVISIBLE.test(piece)) plain += piece.toLowerCase();
  }
  return plain.replaceAll('đ', 'd');
}
