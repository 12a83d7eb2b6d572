import { expect, onTestFinished, test } from 'vitest';
import { Catalogue } from '../../../models/embedded/storage/catalogue.ts';
import { removeExpired } from '../../../models/embedded/storage/expiry.ts';
import { Storage } from '../../../models/embedded/storage/storage.ts';
import { encode } from '../../../models/embedded/values/values.ts';
import { temporaryFolder } from './temporary.ts';

test('documents leave when they have expired, others stay', async () => {
  const storage = new Storage(temporaryFolder(), true);
  onTestFinished(() => storage.close());
  const catalogue = new Catalogue(storage);
  const sessions = await storage.run((function* fill() {
    const collection = catalogue.ensure('db', 'sessions');
    yield;
    yield* collection.addIndex(catalogue, { v: 2, key: { at: 1 }, name: 'at_1', expireAfterSeconds: 3600 });
    for (const at of [new Date('2026-02-28T22:00:00Z'), new Date('2026-03-01T02:00:00Z'), 'no date', undefined]) {
      collection.insert(encode({ at }));
    }
    return collection;
  })());

  await removeExpired(catalogue, new Date('2026-03-01T00:00:00Z'));
  const first = sessions.count;
  await removeExpired(catalogue, new Date('2026-03-01T03:00:00Z'));

  expect([first, sessions.count]).toEqual([3, 2]);
});

test('what a partial index leaves out does not expire', async () => {
  const storage = new Storage(temporaryFolder(), true);
  onTestFinished(() => storage.close());
  const catalogue = new Catalogue(storage);
  const [early, late] = [new Date('2026-01-01T00:00:00Z'), new Date('2026-02-01T00:00:00Z')];
  const notes = await storage.run((function* fill() {
    const collection = catalogue.ensure('db', 'notes');
    yield;
    yield* collection.addIndex(catalogue, {
      v: 2, key: { at: 1 }, name: 'at_1', expireAfterSeconds: 0, partialFilterExpression: { at: { $gt: early } },
    });
    for (const at of [early, late]) collection.insert(encode({ at }));
    return collection;
  })());

  expect([await removeExpired(catalogue, new Date('2026-03-01T00:00:00Z')), notes.count]).toEqual([1, 1]);
});
