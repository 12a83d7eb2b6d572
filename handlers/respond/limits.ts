/** How much one petition takes in: what is beyond is refused in words, so that nothing grows without end. */
import type { InboundContent } from '../../models/message.ts';
import type { Waiting } from '../conversation/waiting.ts';
import { MAX_TEXT, wholeText } from '../conversations/petition.ts';
import { messages } from '../messages.vi.ts';

/** Photos and files that wait in one conversation. */
const MAX_FILES = 50;

/** Letters of an answer: "gửi" is heard however much waits. */
const ANSWER = 80;

/** What to say when a message is too much, by itself or with what waits already; undefined when it is not. */
export function tooMuch(content: InboundContent, draft: Waiting): string | undefined {
  if (content.kind === 'media' && draft.files.length + content.files.length > MAX_FILES) {
    return messages.petition.tooManyFiles(MAX_FILES);
  }
  const length = 'text' in content ? (content.text?.length ?? 0) : 0;
  const together = wholeText(draft).length + length > MAX_TEXT;
  return length > MAX_TEXT || (length > ANSWER && together) ? messages.petition.tooLong(MAX_TEXT) : undefined;
}
