import { readdir, readFile } from 'node:fs/promises';
import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fillRehearsal, type DemoReport } from '../../cli/demo/fill-rehearsal.ts';
import { drawPicture, PICTURE_NAMES } from '../../cli/demo/pictures.ts';
import { readVillagers } from '../../cli/demo/villagers.ts';
import { readPhone } from '../../handlers/conversations/phone.ts';
import { UNLISTED_STATUSES, type Petition } from '../../models/petition.ts';
import { placeSpeakers } from '../../models/speaker-registration.ts';
import { TOPIC_IDS, type Plan } from '../../plans/plan.ts';
import { readPlan } from '../../plans/read-plan.ts';
import { createWorld, type World } from '../scenarios/world.ts';

/** A Saturday morning in the commune. */
const NOW = '2026-11-21T03:00:00Z';

let world: World;
let plan: Plan;
let report: DemoReport;
let petitions: Petition[];

beforeAll(async () => {
  world = await createWorld({ now: NOW });
  plan = world.plans[0]!;
  report = await fillRehearsal({ data: world, plan, clock: world.clock });
  petitions = await world.stores.petitions.all({ plan: plan.id });
});
afterAll(() => world.close());

function withStatus(...statuses: Petition['status'][]): Petition[] {
  return petitions.filter(({ status }) => statuses.includes(status));
}

describe('a filled rehearsal', () => {
  test('has more petitions than people and says how many of each', () => {
    const people = new Set(petitions.flatMap(({ person }) => person ?? []));

    expect(report).toEqual({ petitions: petitions.length, people: people.size, speakers: 14 });
    expect(petitions.length).toBeGreaterThanOrEqual(90);
    expect(people.size).toBeLessThan(petitions.length - 20);
  });

  test('has petitions of every topic, hamlet and channel in its lists', () => {
    const listed = petitions.filter(({ status }) => !UNLISTED_STATUSES.includes(status));

    expect(new Set(listed.map(({ topic }) => topic))).toEqual(new Set(TOPIC_IDS));
    expect(new Set(listed.map(({ hamlet }) => hamlet))).toEqual(new Set(plan.hamlets.map(({ id }) => id)));
    expect(new Set(listed.map(({ channel }) => channel))).toEqual(new Set(['web', 'telegram', 'paper', 'import']));
  });

  test('holds complaints and denunciations back from the list', async () => {
    const exported = await world.lists.exportData(plan);
    const held = withStatus('held');

    expect(held.map(({ text }) => /khiếu nại|tố cáo/.exec(text)?.[0]).sort()).toEqual(['khiếu nại', 'tố cáo']);
    expect(exported.petitions.length).toBe(petitions.length - withStatus(...UNLISTED_STATUSES).length);
    expect(exported.petitions.filter(({ id }) => held.some((other) => other.id === id))).toEqual([]);
  });

  test('shows every way that a petition can have gone so far', () => {
    const released = petitions.filter(({ status, history }) =>
      status !== 'held' && history.some(({ to }) => to === 'held'));
    const corrected = petitions.filter(({ proposal, topic, topicConfirmedBy }) =>
      topicConfirmedBy && proposal?.topic !== topic);

    expect(withStatus('classified').length).toBeGreaterThan(25);
    expect(withStatus('reviewed').length).toBeGreaterThan(25);
    expect(withStatus('routed').length).toBeGreaterThan(15);
    expect(withStatus('withdrawn')).toHaveLength(2);
    expect(withStatus('rejected')).toHaveLength(1);
    expect(released).toHaveLength(1);
    expect(corrected.length).toBeGreaterThanOrEqual(3);
    expect(petitions.filter(({ urgent }) => urgent)).toHaveLength(2);
    expect(petitions.filter(({ additions }) => additions.length > 0)).toHaveLength(2);
    expect(petitions.filter(({ wholeMessage }) => wholeMessage !== undefined)).toHaveLength(7);
  });

  test('happened before now, in the order of its numbers, each step after the one before', () => {
    const received = petitions.map(({ receivedAt }) => receivedAt.getTime());

    expect(received).toEqual(received.toSorted((a, b) => a - b));
    for (const { history } of petitions) {
      const times = history.map(({ at }) => at.getTime());
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(times.at(-1)).toBeLessThan(world.clock().getTime());
    }
  });

  test('is decided by one invented clerk who cannot sign in', async () => {
    const clerks = (await world.staffAccess.list()).filter(({ name }) => name === 'Cán bộ tập dượt');
    const deciders = petitions.flatMap(({ history }) =>
      history.flatMap(({ by }) => (by.kind === 'staff' ? by.id : [])));

    expect(clerks).toHaveLength(1);
    expect(new Set(deciders)).toEqual(new Set([clerks[0]!.id]));
  });

  test('names no chat, so that nothing is ever sent', async () => {
    const speakers = await world.stores.speakers.list(plan.id);

    expect([...petitions, ...speakers].filter(({ chat }) => chat !== undefined)).toEqual([]);
  });

  test('has four photos that are stored and whole', async () => {
    const ids = petitions.flatMap(({ attachments }) => attachments);
    const stored = await Promise.all(ids.map((id) => world.stores.attachments.byId(id)));

    expect(stored.map((attachment) => attachment?.state)).toEqual(['stored', 'stored', 'stored', 'stored']);
    for (const attachment of stored) {
      const content = await world.fileStore.read(attachment!.file!);
      expect(content?.subarray(1, 4).toString()).toBe('PNG');
      expect(content).toHaveLength(attachment!.size!);
    }
  });

  test('has a hamlet with more speakers than seats, and one who withdrew', async () => {
    const speakers = await world.stores.speakers.list(plan.id);
    const ofConference = speakers.filter(({ conference }) => conference === 'nhan-dan');
    const placed = placeSpeakers(ofConference, plan.speaking.capacityPerGroup);
    const reserves = placed.filter(({ reserve }) => reserve).map(({ hamlet, reserve }) => [hamlet, reserve]);

    expect(reserves).toEqual([['ben-gio', 1], ['ben-gio', 2]]);
    expect(speakers.filter(({ status }) => status === 'withdrawn')).toHaveLength(1);
    expect(speakers.filter(({ conference }) => conference === 'hoi-nong-dan')).toHaveLength(3);
  });

  test('stays as it is when it is filled again', async () => {
    const again = await fillRehearsal({ data: world, plan, clock: world.clock });

    expect(again).toEqual({ petitions: 0, people: 0, speakers: 0 });
    expect(await world.stores.petitions.all({ plan: plan.id })).toEqual(petitions);
    expect(await world.stores.speakers.list(plan.id)).toHaveLength(14);
    expect((await world.staffAccess.list()).filter(({ name }) => name === 'Cán bộ tập dượt')).toHaveLength(1);
  });
});

test('a real plan is refused and gets nothing', async () => {
  const real = readPlan('plans/thai-tan-2025.yaml', { firstDay: '2026-11-20' });

  const filling = fillRehearsal({ data: world, plan: real, clock: world.clock });

  await expect(filling).rejects.toThrow('thai-tan-2025 is no rehearsal');
  expect(await world.stores.petitions.count({ plan: real.id })).toBe(0);
});

test('a rehearsal with four topics and no hamlets is filled too', async () => {
  const real = readPlan('plans/binh-lu-2026.yaml', { firstDay: '2026-11-20' });
  const commune = { ...real.commune, id: 'xa-khac' };
  const copy = { ...real, id: 'binh-lu-2026-tap-duot', rehearsal: true, commune, receiptPrefix: 'XK' };
  const data = { ...world, plans: [copy] };

  const filled = await fillRehearsal({ data, plan: copy, clock: world.clock });

  const listed = await world.stores.petitions.all({ plan: copy.id, status: ['reviewed', 'routed'] });
  expect(filled.petitions).toBe(report.petitions);
  // Its fourth topic covers none of the thirteen.
  const covering = copy.topics.filter(({ covers }) => covers.length > 0);
  expect(new Set(listed.map(({ topic }) => topic))).toEqual(new Set(covering.map(({ id }) => id)));
});

describe('the invented villagers', () => {
  const said = readVillagers().flatMap(({ says }) => says);

  test('have phone numbers that nobody can have', () => {
    const phones = readVillagers().flatMap(({ phone }) => phone ?? []);

    expect(new Set(phones).size).toBe(phones.length);
    for (const phone of phones) expect(readPhone(phone)).toMatch(/^00000000\d\d$/);
  });

  test('write without diacritics about one time in three', () => {
    const plain = said.filter(({ text }) => /^\p{ASCII}*$/u.test(text));

    expect(plain.length / said.length).toBeGreaterThan(0.3);
    expect(plain.length / said.length).toBeLessThan(0.4);
  });

  test('write in composed letters, as Vietnamese keyboards do', async () => {
    const files = (await readdir('cli/demo')).filter((name) => name.endsWith('.yaml'));

    for (const file of files) {
      const yaml = await readFile(`cli/demo/${file}`, 'utf8');
      expect(yaml).toBe(yaml.normalize('NFC'));
    }
  });

  test('never name one of the plan’s hamlets other than by its place', () => {
    for (const { text } of said) for (const { name } of plan.hamlets) expect(text).not.toContain(name);
  });
});

test.each(PICTURE_NAMES)('the drawing "%s" is a small PNG of 480 × 360 points', (name) => {
  const png = drawPicture(name);

  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([480, 360]);
  expect(inflateSync(png.subarray(png.indexOf('IDAT') + 4, png.indexOf('IEND') - 8))).toHaveLength(481 * 360);
  expect(png.length).toBeLessThan(20_000);
});
