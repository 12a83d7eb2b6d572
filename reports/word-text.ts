/** Any text whole in a Word paragraph: nothing is dropped, what XML cannot hold is shown by a sign. */

/** What XML 1.0 cannot hold, beside tab and line ends, which Word has elements for. */
// oxlint-disable-next-line no-control-regex -- these characters are its subject
const FORBIDDEN = /[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]|\p{Cs}/gu;

/**
 * Replaces characters that XML forbids: control characters by their Unicode pictures (U+2400 "␀" …, so a vertical
 * tab reads "␋"), lone surrogates and U+FFFE/U+FFFF by "�". Word knows no escape for them.
 */
export function visibleInXml(text: string): string {
  return text.replace(FORBIDDEN, (found) => {
    const code = found.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : '\uFFFD';
  });
}

/** The lines of a text, however its line ends were typed; Word wants an element for each break. */
export function linesOf(text: string): string[] {
  return text.split(/\r\n|\r|\n/);
}
