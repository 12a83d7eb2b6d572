import { expect, test } from 'vitest';
import { SortedKeys } from '../../../models/embedded/sorted-keys.ts';
import { DecodedDocuments, StoredDocument } from '../../../models/embedded/stored-document.ts';

function document(seq: number): StoredDocument {
  return new StoredDocument(String(seq), seq, Buffer.alloc(0), new DecodedDocuments());
}

function key(n: number): string {
  return String(n).padStart(6, '0');
}

test('keeps the order of a plain sorted list through thousands of changes', () => {
  const keys = new SortedKeys();
  const expected: Array<{ key: string; doc: StoredDocument }> = [];
  for (let i = 0; i < 5000; i++) {
    const entry = { key: key((i * 7919) % 1000), doc: document(i) };
    keys.add(entry.key, entry.doc);
    expected.push(entry);
  }
  for (let i = 0; i < 5000; i += 3) keys.remove(expected[i]!.key, expected[i]!.doc);

  const left = expected.filter((_, i) => i % 3 !== 0)
    .sort((a, b) => a.key.localeCompare(b.key) || a.doc.seq - b.doc.seq);
  const inRange = left.filter((entry) => entry.key >= key(200) && entry.key < key(700)).map(({ doc }) => doc.seq);

  expect(keys.size).toBe(left.length);
  expect([...keys.range(key(200), key(700))].map(({ seq }) => seq)).toEqual(inRange);
  expect([...keys.range(key(200), key(700), true)].map(({ seq }) => seq)).toEqual(inRange.toReversed());
  expect(keys.count(key(200), key(700))).toBe(inRange.length);
});

test('is the same whether loaded at once or filled one by one', () => {
  const loaded = new SortedKeys();
  const filled = new SortedKeys();
  const entries = Array.from({ length: 2000 }, (_, i) => ({ key: key((i * 31) % 500), doc: document(i) }));

  for (const entry of entries) filled.add(entry.key, entry.doc);
  loaded.load([...entries]);

  expect([...loaded.range('', '\uffff')]).toEqual([...filled.range('', '\uffff')]);
});

test('an empty list has nothing in any range', () => {
  const keys = new SortedKeys();

  expect([...keys.range('', '\uffff')]).toEqual([]);
  expect(keys.count('', '\uffff')).toBe(0);
});
