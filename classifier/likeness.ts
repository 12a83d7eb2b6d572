import { createFeatures } from './features.ts';
import { fold } from './fold.ts';
import { createReader } from './words.ts';

/** A text that resembles another, from 0 (nothing in common) to 1 (the same words). */
export interface Like {
  id: string;
  likeness: number;
}

/** Texts by what they have in common. Nothing of the words is kept but numbers that stand for them. */
export interface LikenessIndex {
  readonly size: number;
  /** Takes a text in; one with the same id is replaced. */
  put(id: string, text: string): void;
  drop(id: string): void;
  /** The texts most like this one, best first, from `LIKE_FROM` on. */
  like(text: string, options?: { except?: string; limit?: number }): Like[];
}

/** From this cosine on two petitions are worth a look side by side. */
export const LIKE_FROM = 0.5;

/** From this share of common letters on, in the same hamlet and topic, two petitions are probably one. */
export const SAME_FROM = 0.7;

/** A search looks at so many places of the index, the rarest words first: its cost does not grow with the commune. */
const LOOKS = 50_000;

/** So many of the best by common rare words are compared word by word. */
const COMPARED = 40;

/** Of few texts every word would be rare: as if there were so many more. */
const AT_LEAST = 20;

interface Entry {
  id: string;
  features: Uint32Array;
}

function counted(numbers: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const one of numbers) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}

/** Makes an empty index: TF-IDF over words and pairs without marks, found through the rarer ones. */
export function createLikenessIndex(): LikenessIndex {
  const read = createReader();
  const features = createFeatures(read);
  const numbers = new Map<string, number>();
  const places: number[][] = [];
  let entries: (Entry | null)[] = [];
  let slots = new Map<string, number>();
  let score = new Float32Array(1_024);

  function idf(feature: number): number {
    return Math.log((slots.size + AT_LEAST) / ((places[feature]?.length ?? 0) + 1)) + 0.1;
  }

  function numberOf(feature: string): number {
    const known = numbers.get(feature);
    if (known !== undefined) return known;
    numbers.set(feature, places.length);
    places.push([]);
    return places.length - 1;
  }

  function cosine(one: ReadonlyMap<number, number>, length: number, other: Uint32Array): number {
    const counts = counted([...other]);
    let common = 0;
    let square = 0;
    for (const [feature, times] of counts) {
      const weight = times * idf(feature);
      square += weight * weight;
      common += weight * (one.get(feature) ?? 0);
    }
    return common / (length * Math.sqrt(square) || 1);
  }

  /** Dropped texts leave empty places behind; when they are the half, the rest is put together anew. */
  function tidy(): void {
    if (entries.length < 2 * slots.size + 1_000) return;
    const left = entries.filter((entry) => entry !== null);
    for (const place of places) place.length = 0;
    entries = [];
    slots = new Map();
    for (const entry of left) enter(entry);
  }

  function enter(entry: Entry): void {
    const slot = entries.length;
    entries.push(entry);
    slots.set(entry.id, slot);
    for (const feature of new Set(entry.features)) places[feature]!.push(slot);
  }

  function drop(id: string): void {
    const slot = slots.get(id);
    if (slot === undefined) return;
    entries[slot] = null;
    slots.delete(id);
    tidy();
  }

  return {
    get size() {
      return slots.size;
    },

    put(id, text) {
      drop(id);
      const found = features(read(text), 'folded').map(numberOf);
      if (found.length > 0) enter({ id, features: Uint32Array.from(found) });
    },

    drop,

    like(text, { except, limit = 5 } = {}) {
      const own = counted(features(read(text), 'folded').flatMap((feature) => numbers.get(feature) ?? []));
      const weights = new Map([...own].map(([feature, times]) => [feature, times * idf(feature)]));
      // Words that no other text has count for the length all the same.
      const unknown = features(read(text), 'folded').filter((feature) => !numbers.has(feature)).length;
      const length = Math.sqrt([...weights.values()].reduce((sum, weight) => sum + weight * weight, 0)
        + unknown * (Math.log(slots.size + AT_LEAST) + 0.1) ** 2);
      if (score.length < entries.length) score = new Float32Array(2 * entries.length);

      const touched: number[] = [];
      let looks = 0;
      const rarest = [...weights.keys()].sort((a, b) => places[a]!.length - places[b]!.length);
      for (const feature of rarest) {
        looks += places[feature]!.length;
        if (looks > LOOKS && touched.length > 0) break;
        const weight = weights.get(feature)! * idf(feature);
        for (const slot of places[feature]!) {
          if (score[slot] === 0) touched.push(slot);
          score[slot]! += weight;
        }
      }
      const best = topOf(touched, score);
      const found = best.flatMap((slot): Like[] => {
        const entry = entries[slot];
        if (!entry || entry.id === except) return [];
        return [{ id: entry.id, likeness: Math.min(1, cosine(weights, length, entry.features)) }];
      });
      for (const slot of touched) score[slot] = 0;
      return found
        .filter(({ likeness }) => likeness >= LIKE_FROM)
        .sort((a, b) => b.likeness - a.likeness || a.id.localeCompare(b.id))
        .slice(0, limit);
    },
  };
}

/** The best of many without sorting them all. */
function topOf(slots: readonly number[], score: Float32Array): number[] {
  if (slots.length <= COMPARED) return [...slots];
  const kept: number[] = [];
  let least = 0;
  for (const slot of slots) {
    if (kept.length === COMPARED && score[slot]! <= least) continue;
    kept.push(slot);
    if (kept.length > COMPARED) {
      const lowest = kept.reduce((low, one, i) => (score[one]! < score[kept[low]!]! ? i : low), 0);
      kept.splice(lowest, 1);
    }
    if (kept.length === COMPARED) least = Math.min(...kept.map((one) => score[one]!));
  }
  return kept;
}

const SHINGLE = 4;

function shingles(text: string): Set<string> {
  const plain = fold(text).replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
  const found = new Set<string>();
  for (let i = 0; i + SHINGLE <= plain.length; i += 1) found.add(plain.slice(i, i + SHINGLE));
  return found;
}

/** Share of common runs of four letters (Jaccard), 0 to 1: the same words in the same order, apart from a few. */
export function commonLetters(one: string, other: string): number {
  const a = shingles(one);
  const b = shingles(other);
  let common = 0;
  for (const shingle of a) if (b.has(shingle)) common += 1;
  return common / (a.size + b.size - common || 1);
}
