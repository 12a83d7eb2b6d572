import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createPauses } from '../../handlers/pauses.ts';
import { openTestDatabase, type TestDatabase } from '../models/stores/database.ts';

const MORNING = Date.parse('2026-11-21T03:00:00Z');

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterEach(() => database.empty());
afterAll(() => database.close());

/** Two processes on one database; time moves when the test says so. */
async function stage() {
  let moment = MORNING;
  const clock = () => new Date(moment);
  return {
    here: createPauses({ stores: database.stores, clock }),
    there: createPauses({ stores: await database.another(), clock }),
    passes(ms: number): void { moment += ms; },
  };
}

describe('the pause of a network', () => {
  it('is not there until somebody sets it, and is of that network alone', async () => {
    const { here } = await stage();
    await here.set('zalo-bot', true, 'lan');

    expect(await here.isPaused('zalo-bot')).toBe(true);
    expect(await here.isPaused('telegram')).toBe(false);
    expect(await here.last('telegram')).toBeNull();
  });

  it('is seen by another process within two seconds, and its end at once', async () => {
    const { here, there, passes } = await stage();
    const before = await there.isPaused('telegram');
    await here.set('telegram', true, 'lan');
    passes(2_000);

    const paused = await there.isPaused('telegram');
    await here.set('telegram', false, 'lan');
    const after = await there.isPaused('telegram');

    expect([before, paused, after]).toEqual([false, true, false]);
  });

  it('is seen at once where it was set, although nothing was paused a moment ago', async () => {
    const { here } = await stage();
    await here.isPaused('telegram');

    await here.set('telegram', true, 'lan');

    expect(await here.isPaused('telegram')).toBe(true);
  });

  it('names who set it first and when; who says the same again is not named', async () => {
    const { here, passes } = await stage();
    await here.set('telegram', true, 'lan');
    passes(60_000);
    await here.set('telegram', true, 'minh');
    const paused = await here.last('telegram');
    await here.set('telegram', false, 'minh');
    await here.set('telegram', false, 'lan');

    expect(paused).toEqual({ paused: true, by: 'lan', at: new Date(MORNING) });
    expect(await here.last('telegram')).toEqual({ paused: false, by: 'minh', at: new Date(MORNING + 60_000) });
  });

  it('is looked up again when the clock was put back', async () => {
    const { here, there, passes } = await stage();
    await there.isPaused('telegram');
    await here.set('telegram', true, 'lan');
    passes(-3_600_000);

    expect(await there.isPaused('telegram')).toBe(true);
  });
});
