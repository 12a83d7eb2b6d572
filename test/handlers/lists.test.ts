import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countCells } from '../../handlers/list-counts.ts';
import { createPetitionCounts, type PetitionCell } from '../../handlers/petition-counts.ts';
import { PETITION_STATUSES } from '../../models/petition.ts';
import { createWorld, NOW, type World } from '../web/console-world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  for (const status of PETITION_STATUSES)
    await world.petition({ status, conference: status === 'closed' ? 'hoi-nong-dan' : 'nhan-dan' });
});
afterAll(() => world.close());

describe('an export', () => {
  it('holds nothing that is held, withdrawn or rejected', async () => {
    const { petitions } = await world.lists.exportData(world.plan);

    expect(petitions.map(({ status }) => status)).toEqual([
      'received',
      'classified',
      'reviewed',
      'routed',
      'answered',
      'closed',
      'reopened',
    ]);
  });

  it('of one conference holds its petitions and speakers only', async () => {
    await world.stores.speakers.create({
      plan: world.plan.id,
      conference: 'hoi-nong-dan',
      origin: 's1',
      channel: 'web',
      name: 'A',
      content: 'x',
      registeredAt: NOW,
      history: [],
    });
    await world.stores.speakers.create({
      plan: world.plan.id,
      conference: 'nhan-dan',
      origin: 's2',
      channel: 'web',
      name: 'B',
      content: 'x',
      registeredAt: NOW,
      history: [],
    });

    const { petitions, speakers } = await world.lists.exportData(world.plan, world.plan.conferences[1]);

    expect(petitions.map(({ status }) => status)).toEqual(['closed']);
    expect(speakers.map(({ name, seat }) => [name, seat])).toEqual([['A', 1]]);
  });

  it('holds every petition once and by number, however many there are', async () => {
    const many = await createWorld();
    for (let index = 0; index < 510; index += 1) await many.petition();

    const { petitions } = await many.lists.exportData(many.plan);
    const outline = await many.lists.outline(many.plan);
    await many.close();

    const numbers = Array.from({ length: 510 }, (_, index) => index + 1);
    expect(petitions.map(({ number }) => number)).toEqual(numbers);
    expect(outline.map(({ number }) => number)).toEqual(numbers);
  });

  it('brings people along for the internal appendix alone', async () => {
    const person = await world.stores.people.knownAgain(
      { commune: world.plan.commune.id, name: 'Người Mẫu', search: 'nguoi mau' },
      NOW,
    );
    await world.petition({ person: person.id });

    const [plain, appendix] = [
      await world.lists.exportData(world.plan),
      await world.lists.exportData(world.plan, undefined, { appendix: true }),
    ];

    expect(plain.people).toEqual([]);
    expect(appendix.people.map(({ name }) => name)).toEqual(['Người Mẫu']);
  });
});

describe('counts', () => {
  const cell = (fields: Partial<PetitionCell>): PetitionCell => ({
    status: 'classified',
    urgent: false,
    sure: true,
    count: 1,
    ...fields,
  });

  it('heed every filter but their own', () => {
    const cells = [
      cell({ topic: 'a', hamlet: 'x', count: 5 }),
      cell({ topic: 'a', hamlet: 'y', count: 3 }),
      cell({ topic: 'b', hamlet: 'x', count: 2 }),
    ];

    const counted = countCells(cells, { topic: 'a', hamlet: 'x' });

    expect(counted.matching).toBe(5);
    expect([...counted.topic]).toEqual([
      ['a', 5],
      ['b', 2],
    ]);
    expect([...counted.hamlet]).toEqual([
      ['x', 5],
      ['y', 3],
    ]);
  });

  it('tell what waits for a person, and what the machine is unsure of', () => {
    const cells = [
      cell({ count: 4 }),
      cell({ sure: false, count: 3 }),
      cell({ status: 'reviewed', sure: false, count: 9 }),
      cell({ urgent: true, count: 2 }),
    ];

    const { todo, unsure, urgent, all } = countCells(cells, {});

    expect({ todo, unsure, urgent, all }).toEqual({ todo: 9, unsure: 3, urgent: 2, all: 18 });
  });

  it('count those without a topic under none', () => {
    const counted = countCells([cell({ count: 4 }), cell({ topic: 'a' })], { topic: 'none' });

    expect(counted.matching).toBe(4);
    expect(counted.topic.get('')).toBe(4);
  });

  it('are read once and then only what is new or changed', async () => {
    const one = await createWorld();
    const looks: unknown[] = [];
    const counts = createPetitionCounts({
      clock: () => one.time.now,
      petitions: {
        facets: (plan, since) => {
          looks.push(since);
          return one.stores.petitions.facets(plan, since);
        },
      },
    });
    const first = await one.petition();
    const before = await counts.cells(one.plan.id);
    await one.petition({ hamlet: 'ben-gio' });
    await one.stores.petitions.change(first.id, {
      set: { status: 'reviewed' },
      history: { at: NOW, by: { kind: 'machine' }, what: 'status' },
    });

    const after = await counts.cells(one.plan.id);
    const outline = await counts.outline(one.plan.id);
    await one.close();

    expect(before.map(({ count, status }) => [count, status])).toEqual([[1, 'classified']]);
    expect(new Set(after.map(({ count, status, hamlet }) => `${count} ${status} ${hamlet}`))).toEqual(
      new Set(['1 classified ben-gio', '1 reviewed dong-mo']),
    );
    expect(outline.map(({ number, status }) => [number, status])).toEqual([[1, 'reviewed'], [2, 'classified']]);
    expect(looks.slice(0, 3)).toEqual([{ above: 0 }, { above: 1 }, { changedSince: new Date(NOW.getTime() - 30_000) }]);
  });
});
