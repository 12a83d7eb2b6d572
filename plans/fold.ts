/**
 * Lower case, without diacritics, punctuation as blanks: "Thôn Uông Hạ!" gives "thon uong ha".
 *
 * For comparing names, never for storing them. Apart from `fold` in `classifier/fold.ts` on purpose: neither folder
 * imports the other (docs/architecture.md), and that one keeps punctuation.
 */
export function fold(text: string): string {
  return decompose(text)
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** NFD, with at most eight marks on a letter: sorting a heap of them takes a time that grows with its square. */
export function decompose(text: string): string {
  return text.replace(/(\p{M}{8})\p{M}+/gu, '$1').normalize('NFD');
}

/** An ASCII slug for an id: "Cõi Hưng Sơn" gives `coi-hung-son`. */
export function slug(text: string): string {
  return fold(text).replace(/[^a-z0-9 ]/g, '').trim().replaceAll(/ +/g, '-');
}

/**
 * Edits between two words: insert, delete, replace, swap two neighbours (Damerau's optimal string alignment).
 *
 * Small inputs only: time and memory grow with the product of the lengths.
 */
export function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const above = rows[i - 1] ?? [];
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + cost);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) best = Math.min(best, (rows[i - 2]?.[j - 2] ?? 0) + 1);
      row.push(best);
    }
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? 0;
}

/** The nearest of some known words, or nothing when none is near enough to be a typing error. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const wanted = word.toLowerCase();
  const ranked = known
    .map((candidate) => ({ candidate, distance: editDistance(wanted, candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  if (!best || best.distance > Math.max(1, Math.floor(wanted.length / 3))) return undefined;
  return best.candidate;
}
