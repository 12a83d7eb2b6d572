import { expect, test, vi } from 'vitest';
import { temporaryDatabase } from './temporary.ts';

test('documents leave a minute after they expire, others stay', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  let now = new Date('2026-03-01T00:00:00Z');
  const { db } = await temporaryDatabase({ now: () => now });
  await db.collection('sessions').createIndex({ at: 1 }, { expireAfterSeconds: 3600 });
  await db.collection('sessions').insertMany([
    { at: new Date('2026-02-28T22:00:00Z') }, { at: new Date('2026-03-01T02:00:00Z') }, { at: 'no date' }, {},
  ]);

  vi.advanceTimersByTime(60_000);
  const first = await db.collection('sessions').countDocuments();
  now = new Date('2026-03-01T03:00:00Z');
  vi.advanceTimersByTime(60_000);
  const second = await db.collection('sessions').countDocuments();
  vi.useRealTimers();

  expect([first, second]).toEqual([3, 2]);
});
