import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TOPIC_IDS, type TopicId } from './topics.ts';

/** A topic and the lines of its file, comments and empty lines left out. */
export interface TopicLines {
  topic: TopicId;
  lines: string[];
}

function linesOf(folder: string, name: string): string[] {
  return readFileSync(join(import.meta.dirname, folder, `${name}.txt`), 'utf8')
    .normalize('NFC')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('# '));
}

/**
 * Reads `<folder>/<topic>.txt` of every topic. The files belong to the classifier and are shipped with it.
 * A line that begins with `# ` is a heading for the person who edits the file.
 */
export function readTopicFiles(folder: 'lexicon' | 'corpus'): TopicLines[] {
  return TOPIC_IDS.map((topic) => ({ topic, lines: linesOf(folder, topic) }));
}

/** Phrases that name a topic without asking about it; see `lexicon/background.txt`. */
export function readBackground(): string[] {
  return linesOf('lexicon', 'background');
}
