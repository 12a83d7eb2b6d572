/** What travels in an inline button: the question's name and the chosen answer's id, in Telegram's 64 bytes. */

/** Telegram: `callback_data` is 1–64 bytes; a Vietnamese letter takes two or three. */
export const MAX_CALLBACK_BYTES = 64;

/** Tells our buttons from those of another program that used the same bot before. */
const MARK = 'd1';
const SEPARATOR = '|';

/** Data for one button, or null when it does not fit: the question is then asked with numbers. */
export function packCallbackData(prompt: string, choice: string): string | null {
  if (choice === '' || choice.includes(SEPARATOR)) return null;
  const data = [MARK, choice, prompt].join(SEPARATOR);
  return Buffer.byteLength(data) <= MAX_CALLBACK_BYTES ? data : null;
}

/** Reads a pressed button; null when it is not one of ours (forged, foreign, damaged). Never throws. */
export function unpackCallbackData(data: string): { prompt: string; choice: string } | null {
  if (Buffer.byteLength(data) > MAX_CALLBACK_BYTES) return null;
  const [mark, choice, ...prompt] = data.split(SEPARATOR);
  if (mark !== MARK || !choice || prompt.length === 0) return null;
  return { prompt: prompt.join(SEPARATOR), choice };
}
