import { randomUUID } from 'node:crypto';

/** A new id: random, so that it can be made before anything is written. */
export function newId(): string {
  return randomUUID().replaceAll('-', '');
}

/** A stored document as a plain object of the domain: `_id` becomes `id`, what is for searching stays behind. */
export function toDomain<T extends { id: string }>(document: object): T {
  const { _id, search, ...rest } = document as { _id: string; search?: unknown };
  return { id: _id, ...rest } as unknown as T;
}

/** Leaves out what is undefined, so that a write never stores a null that nobody meant. */
export function defined<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}
