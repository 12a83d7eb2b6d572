import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TOPIC_IDS, type TopicId } from './topics.ts';

/** A topic and the lines of its file, comments and empty lines left out. */
export interface TopicLines {
  topic: TopicId;
  lines: string[];
}

/** A sentence to learn from. */
export interface TrainingLine {
  /** Who wrote it: the folder below `corpus/`. */
  hand: string;
  topic: TopicId;
  text: string;
}

const HERE = import.meta.dirname;

function linesOf(folder: string, name: string): string[] {
  return readFileSync(join(HERE, folder, `${name}.txt`), 'utf8')
    .normalize('NFC')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('# '));
}

/**
 * Reads `<folder>/<topic>.txt` of every topic that has such a file. The files belong to the classifier and are shipped
 * with it. A line that begins with `# ` is a heading for the person who edits the file.
 */
export function readTopicFiles(folder: 'lexicon' | `corpus/${string}`): TopicLines[] {
  const there = new Set(readdirSync(join(HERE, folder)));
  return TOPIC_IDS
    .filter((topic) => there.has(`${topic}.txt`))
    .map((topic) => ({ topic, lines: linesOf(folder, topic) }));
}

/** The hands that wrote the corpus: the folders below `corpus/`, by name. */
export function corpusHands(): string[] {
  return readdirSync(join(HERE, 'corpus'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** The sentences of all hands, or of those named, hand by hand and topic by topic. */
export function readCorpus(hands: readonly string[] = corpusHands()): TrainingLine[] {
  return hands.flatMap((hand) => readTopicFiles(`corpus/${hand}`)
    .flatMap(({ topic, lines }) => lines.map((text) => ({ hand, topic, text }))));
}

/** Messages of one kind, to learn the screening from: `screening/<kind>.txt` and, by another hand, `screening/wide`. */
export function readScreening(kind: string): string[] {
  const hands = ['screening', join('screening', 'wide')];
  return hands.filter((hand) => existsSync(join(HERE, hand, `${kind}.txt`))).flatMap((hand) => linesOf(hand, kind));
}

/** All phrases of the lexicon, without their weights. */
export function readPhrases(): string[] {
  const own = readTopicFiles('lexicon').flatMap(({ lines }) => lines.map((line) => line.split('*')[0]!));
  return [...own, ...readBackground()];
}

/** Phrases that name a topic without asking about it; see `lexicon/background.txt`. */
export function readBackground(): string[] {
  return linesOf('lexicon', 'background');
}
