/** The classifier that a commune trained further (`cli -- retrain`), kept in its data folder. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createClassifier, decodeModel, encodeModel, readModel, type Classifier, type Model,
} from './classifier/index.ts';
import type { PetitionStore } from './models/stores/petitions.ts';

interface Kept {
  /** Version of the shipped model that it was trained upon: another one makes it out of date. */
  upon: string;
  /** Ids of the petitions it learned from, and nothing else of them. */
  learnedFrom: string[];
  model: string;
}

function fileOf(dataDir: string): string {
  return join(dataDir, 'classifier', 'model.json');
}

/** Writes it aside and moves it into place: a start in between finds the old one. */
export function keepTrained(dataDir: string, { model, learnedFrom }: { model: Model; learnedFrom: string[] }): void {
  const file = fileOf(dataDir);
  mkdirSync(join(dataDir, 'classifier'), { recursive: true });
  const kept: Kept = { upon: readModel().version, learnedFrom, model: encodeModel(model) };
  writeFileSync(`${file}.new`, JSON.stringify(kept), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Back to the shipped one, from the next start on. */
export function dropTrained(dataDir: string): void {
  rmSync(fileOf(dataDir), { force: true });
}

/**
 * The commune's own classifier when there is one, it belongs to the shipped version, and nothing that it learned from
 * was erased since; otherwise the shipped one. A file that learned from something erased is removed.
 */
export async function openClassifier({ dataDir, petitions }: {
  dataDir: string;
  petitions: Pick<PetitionStore, 'anyErased'>;
}): Promise<Classifier> {
  const kept = readKept(fileOf(dataDir));
  if (!kept || kept.upon !== readModel().version) return createClassifier();
  if (await petitions.anyErased(kept.learnedFrom)) {
    dropTrained(dataDir);
    return createClassifier();
  }
  return createClassifier({ model: decodeModel(kept.model) });
}

function readKept(file: string): Kept | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Kept;
  } catch {
    // None there, or a half written one of another time: the shipped one does.
    return null;
  }
}
