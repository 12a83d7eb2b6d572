/**
 * The unique index that a write collided with, e.g. `{ origin: 1 }`; null for any other error. Judged by code and
 * `keyPattern` alone: MongoDB does not promise the text of its messages.
 */
export function duplicateKey(error: unknown): Record<string, number> | null {
  if (typeof error !== 'object' || error === null) return null;
  const { code, keyPattern } = error as { code?: unknown; keyPattern?: Record<string, number> };
  return code === 11000 ? (keyPattern ?? {}) : null;
}

/** Runs an insert and says whether it was new: a document with the same key is no error. */
export async function insertOnce(insert: () => Promise<unknown>): Promise<boolean> {
  try {
    await insert();
    return true;
  } catch (error) {
    if (duplicateKey(error)) return false;
    throw error;
  }
}
