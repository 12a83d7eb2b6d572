import { TOPIC_IDS, type TopicId } from '../topics.ts';

/** A petition with the topic that a person gave it, and others that are right as well. */
export interface Labelled {
  text: string;
  topic: TopicId;
  also: TopicId[];
  /** A second reader's first choice, who did not see the first one's. */
  secondTopic?: TopicId;
}

function isTopic(word: string): word is TopicId {
  return (TOPIC_IDS as readonly string[]).includes(word);
}

/** The rows of a tab-separated text with a heading line, each by the names in the heading. */
export function parseRows(tsv: string): Record<string, string>[] {
  const [heading = '', ...lines] = tsv.normalize('NFC').trim().split('\n');
  const names = heading.split('\t').map((name) => name.trim());
  return lines
    .filter((line) => line.trim() !== '')
    .map((line) => Object.fromEntries(line.split('\t').map((cell, i) => [names[i] ?? `column${i}`, cell.trim()])));
}

/**
 * Labelled petitions from a tab-separated text with a heading line: `topic`, `also` (by commas or spaces), `text`, and `topic2`
 * for a second reader's choice. Other columns are for people.
 * @throws Error that names the row when a topic is none of the thirteen.
 */
export function parseLabelled(tsv: string): (Labelled & { style: string })[] {
  return parseRows(tsv).map(({ topic = '', also = '', topic2 = '', style = '', text = '' }, i) => {
    const others = also.split(/[,;\s]+/u).map((word) => word.trim()).filter((word) => word !== '' && word !== '-');
    const wrong = [topic, ...others, ...(topic2 ? [topic2] : [])].find((word) => !isTopic(word));
    if (wrong !== undefined || text === '') throw new Error(`row ${i + 2}: "${wrong ?? ''}" is no topic, or no text`);
    return {
      text, topic: topic as TopicId, also: others as TopicId[], style, ...(isTopic(topic2) && { secondTopic: topic2 }),
    };
  });
}
