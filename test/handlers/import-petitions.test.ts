import { afterEach, beforeEach, expect, it } from 'vitest';
import { createImportPetitions, type ImportReport, type ImportRow } from '../../handlers/import-petitions.ts';
import type { Petition } from '../../models/petition.ts';
import { createWorld, type World } from '../scenarios/world.ts';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

async function imported(...rows: ImportRow[]): Promise<ImportReport> {
  const { stores, useCases, clock, plans } = world;
  const report = await createImportPetitions({ stores, petitions: useCases.petitions, clock })(plans[0]!, rows);
  await world.idle();
  return report;
}

const all = (): Promise<Petition[]> => world.stores.petitions.all({ plan: 'tap-duot' });

it('goes the way of a chat message: a code, a topic, the hamlet, the person, the moment it came', async () => {
  const report = await imported({
    text: ' Đường thôn hỏng nặng, xe không đi được\n', hamlet: 'ben gio', name: 'Lê Thị Ví Dụ', phone: 912_345_678, receivedAt: '14/5/2026 08:30',
  });

  const [petition] = await all();
  expect(report).toEqual({ added: 1, known: 0, bad: [], notes: [] });
  expect(petition).toMatchObject({
    code: 'TD-0001', text: ' Đường thôn hỏng nặng, xe không đi được\n', hamlet: 'ben-gio', topic: 'traffic_irrigation',
    channel: 'import', status: 'classified', receivedAt: new Date('2026-05-14T01:30:00Z'),
  });
  expect(await world.stores.people.byId(petition!.person!)).toMatchObject({ name: 'Lê Thị Ví Dụ', phone: '0912345678' });
});

it('keeps the good rows, and says of each bad one why', async () => {
  const report = await imported(
    { text: 'Đèn đường hỏng' }, {}, { text: ' \n' }, { text: { $gt: '' } }, { text: 'a', receivedAt: 'hôm qua' },
    { text: 'a', phone: '12' }, { text: 'a', hamlet: ['x'] }, 'the line is not valid JSON', { text: 'Ao bẩn' },
  );

  expect(report.bad.map(({ row, reason }) => `${row} ${reason}`)).toEqual([
    '2 the column "text" is missing',
    '3 the text is empty',
    '4 the column "text" is missing',
    '5 the date "hôm qua" is not like 2026-05-14 or 14/5/2026',
    '6 the phone number "12" does not have ten digits from 0',
    '7 a column other than "text" is neither text nor number',
    '8 the line is not valid JSON',
  ]);
  expect((await all()).map(({ text, number }) => [number, text])).toEqual([[1, 'Đèn đường hỏng'], [2, 'Ao bẩn']]);
});

it.each([
  ['2026-05-14', '2026-05-13T17:00:00Z'],
  ['2026/5/14', '2026-05-13T17:00:00Z'],
  ['14/5/2026', '2026-05-13T17:00:00Z'],
  ['14-05-2026', '2026-05-13T17:00:00Z'],
  ['14.5.2026 8:30:15', '2026-05-14T01:30:15Z'],
  ['2026-05-14 08:30', '2026-05-14T01:30:00Z'],
  ['2026-05-14T08:30:00.250Z', '2026-05-14T08:30:00.250Z'],
  ['2026-05-14T08:30:00+09:00', '2026-05-13T23:30:00Z'],
  ['29/2/2028', '2028-02-28T17:00:00Z'],
])('understands the date %s', async (receivedAt, moment) => {
  await imported({ text: 'Đèn đường hỏng', receivedAt });

  expect((await all())[0]!.receivedAt).toEqual(new Date(moment));
});

it.each(['31/02/2026', '2026-02-31', '29/2/2026', '2026-13-01', '14/5/26', '14/5/2026 25:00', 'tháng 5'])(
  'takes %s for no date', async (receivedAt) => {
    expect((await imported({ text: 'Đèn đường hỏng', receivedAt })).bad).toHaveLength(1);
  },
);

it('knows a row again, in the same file twice only as often as it stood there', async () => {
  const rows = [{ text: 'Đèn đường hỏng' }, { text: 'Đèn đường hỏng' }, { text: 'Ao bẩn' }];
  await imported(...rows);

  const again = await imported(...rows, { text: 'Cầu yếu' });

  expect(again).toMatchObject({ added: 1, known: 3 });
  expect((await all()).map(({ number }) => number)).toEqual([1, 2, 3, 4]);
});

it('keeps an unknown hamlet as it was written, with a note', async () => {
  const report = await imported({ text: 'Đèn đường hỏng', hamlet: 'Thôn Không Có' });

  expect(report.notes).toEqual([{ row: 1, note: expect.stringContaining('"Thôn Không Có"') }]);
  expect((await all())[0]).toMatchObject({ hamletText: 'Thôn Không Có' });
});

it('holds a denunciation: it is in no list', async () => {
  await imported({ text: 'Tôi tố cáo ông trưởng thôn nhận hối lộ, đề nghị xử lý theo Luật Tố cáo' }, { text: 'Đèn đường hỏng' });

  const listed = await world.lists.exportData(world.plans[0]!);

  expect((await all()).map(({ status }) => status)).toContain('held');
  expect(listed.petitions.map(({ text }) => text)).toEqual(['Đèn đường hỏng']);
});
