import { duplicateKey } from './duplicate-key.ts';

/**
 * Hands out numbers without gaps: 1, 2, 3 … within a scope. A number is taken by the very write that uses it, and a
 * unique index on (scope, number) decides when two processes want the same one; so a crash leaves no gap and no
 * number twice. Within this process writers of one scope queue up, which spares them the collisions.
 */
export function createNumbering(lastNumber: (scope: string) => Promise<number>) {
  const last = new Map<string, number>();
  const tails = new Map<string, Promise<unknown>>();

  async function take<T>(scope: string, write: (number: number) => Promise<T>): Promise<T> {
    let number = (last.get(scope) ?? (await lastNumber(scope))) + 1;
    for (;;) {
      try {
        const result = await write(number);
        last.set(scope, number);
        return result;
      } catch (error) {
        if (!duplicateKey(error)?.['number']) throw error;
        number = Math.max(number, await lastNumber(scope)) + 1;
      }
    }
  }

  return function numbered<T>(scope: string, write: (number: number) => Promise<T>): Promise<T> {
    const before = tails.get(scope) ?? Promise.resolve();
    const mine = before.then(() => take(scope, write));
    const tail = mine.catch(() => undefined).then(() => {
      if (tails.get(scope) === tail) tails.delete(scope);
    });
    tails.set(scope, tail);
    return mine;
  };
}
