/** Remembers the last so many texts. */
export interface BoundedSet {
  has(text: string): boolean;
  /** Adds it, or makes it the youngest again. */
  add(text: string): void;
  delete(text: string): void;
}

export function createBoundedSet(limit: number): BoundedSet {
  const texts = new Set<string>();
  return {
    has: (text) => texts.has(text),
    add(text) {
      texts.delete(text);
      texts.add(text);
      if (texts.size > limit) texts.delete(texts.values().next().value!);
    },
    delete: (text) => void texts.delete(text),
  };
}
