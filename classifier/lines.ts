import type { Classifier } from './classifier.ts';
import type { Screening } from './screening.ts';
import type { TopicGuess, TopicId } from './topics.ts';

/** What `npm run -s cli -- classify` writes for one line, in this order of keys. */
export interface ClassifiedLine {
  /** The `id` of the JSON line; null when the line was plain text or had none. */
  id: string | number | null;
  topic: TopicId | null;
  confidence: number;
  alternatives: TopicGuess[];
  auto: boolean;
  screening: Screening;
  /** The petitions that the message holds, character for character; usually the whole text. */
  parts: string[];
}

interface Entry {
  id: string | number | null;
  text: string;
}

/** A JSON object with a string `text`; anything else is itself the text. */
function parseLine(line: string): Entry {
  const plain = { id: null, text: line };
  if (!line.trimStart().startsWith('{')) return plain;
  try {
    const value = JSON.parse(line) as { id?: unknown; text?: unknown };
    if (typeof value.text !== 'string') return plain;
    const id = typeof value.id === 'string' || typeof value.id === 'number' ? value.id : null;
    return { id, text: value.text };
  } catch {
    return plain;
  }
}

/**
 * One line of the `classify` command: a text, or a JSON object `{"id","text"}`. A blank line gives null; a line that
 * looks like JSON but is not, or has no text, is taken as text.
 */
export function classifyLine(classifier: Classifier, line: string): ClassifiedLine | null {
  if (line.trim() === '') return null;
  const { id, text } = parseLine(line);
  const { topic, confidence, alternatives, auto } = classifier.classify(text);
  return {
    id,
    topic,
    confidence,
    alternatives,
    auto,
    screening: classifier.screen(text),
    parts: classifier.split(text),
  };
}
