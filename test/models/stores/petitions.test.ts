import { expect, it } from 'vitest';
import type { HistoryEntry } from '../../../models/history.ts';
import type { PetitionDraft } from '../../../models/stores/petitions.ts';
import { onEveryDatabase } from './database.ts';

const AT = new Date('2026-11-21T03:00:00Z');
const LINE: HistoryEntry = { at: AT, by: { kind: 'author' }, what: 'received', to: 'received' };

function draft(origin: string, more: Partial<PetitionDraft> = {}): PetitionDraft {
  return {
    prefix: 'TT', plan: 'p', commune: 'c', origin, text: 'Đường hỏng', search: 'duong hong', attachments: [], channel: 'telegram',
    chat: 'tg:1:7', messageIds: ['m'], status: 'received', urgent: false, receivedAt: AT, history: [LINE], ...more,
  };
}

onEveryDatabase('petitions', (database) => {
  it('are numbered without gaps, each once, while 200 are made at once over two connections for three communes', async () => {
    const processes = [database().stores, await database().another()];
    const communes = ['a', 'b', 'c'];

    await Promise.all(Array.from({ length: 200 }, (_, n) => {
      const commune = communes[n % 3]!;
      return processes[n % 2]!.petitions.create(draft(`o${n}`, { commune, prefix: commune.toUpperCase() }));
    }));

    const stored = await database().raw('petitions');
    for (const commune of communes) {
      const numbers = stored.filter((one) => one['commune'] === commune).map((one) => Number(one['number'])).sort((a, b) => a - b);
      expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    }
    expect(new Set(stored.map(({ code }) => code)).size).toBe(200);
    expect(stored).toHaveLength(200);
  });

  it('of one origin are one, however often and from wherever they come', async () => {
    const processes = [database().stores, await database().another()];

    const made = await Promise.all(Array.from({ length: 10 }, (_, n) => processes[n % 2]!.petitions.create(draft('o'))));
    const next = await database().stores.petitions.create(draft('other'));

    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect(await database().raw('petitions')).toHaveLength(2);
    expect([made[0]!.code, next.code]).toEqual(['TT-0001', 'TT-0002']);
  });

  it('are numbered on from what another process stored, and after a restart', async () => {
    const { petitions } = database().stores;
    await petitions.create(draft('1'));
    const other = (await database().another()).petitions;
    await other.create(draft('2'));
    await other.create(draft('3'));

    const here = await petitions.create(draft('4'));
    const afterRestart = await (await database().another()).petitions.create(draft('5'));

    expect([here.number, afterRestart.number]).toEqual([4, 5]);
  });

  it('keep every character of the words, and find them by their folded ones', async () => {
    const { petitions } = database().stores;
    const text = ` \u0000\u200b${'hỏng'.normalize('NFD')}\t<b>=1+1</b> {"$ne":null} 😀\n `;

    const { id } = await petitions.create(draft('o', { text }));

    expect((await petitions.byId(id))!.text).toBe(text);
    expect((await petitions.page({ plan: 'p', words: 'hong duong' })).map((found) => found.id)).toEqual([id]);
  });

  it.each(['$ne', '{"$gt":""}', '.*', '(', '[', 'a\\', 'duong|x', '^', 'a+b'])('are not found by the words %j, which mean themselves', async (words) => {
    const { petitions } = database().stores;
    await petitions.create(draft('o'));

    expect(await petitions.page({ plan: 'p', words })).toEqual([]);
  });

  it('change with their line of history, once, and only as expected', async () => {
    const { petitions } = database().stores;
    const { id } = await petitions.create(draft('o'));
    const classified = { at: AT, by: { kind: 'machine' }, what: 'classified' } as const;
    const change = { expect: 'received', set: { status: 'classified', topic: 'culture' }, history: classified } as const;

    expect(await petitions.change(id, { ...change, expect: 'reviewed' })).toBe(false);
    expect(await petitions.change(id, { ...change, seen: 7 })).toBe(false);
    expect((await petitions.byId(id))!.history).toHaveLength(1);
    expect(await petitions.change(id, { ...change, seen: 1 })).toBe(true);
    expect(await petitions.change('unknown', { history: classified })).toBe(false);

    const changed = (await petitions.byId(id))!;
    expect(changed).toMatchObject({ status: 'classified', topic: 'culture' });
    expect(changed.history.map(({ what }) => what)).toEqual(['received', 'classified']);
  });

  it('of two who decide at the same moment go to one', async () => {
    const processes = [database().stores, await database().another()];
    const { id } = await processes[0]!.petitions.create(draft('o', { status: 'classified' }));

    const decided = await Promise.all(processes.map(({ petitions }, n) => petitions.change(id, {
      expect: 'classified', seen: 1, set: { status: 'reviewed', topic: `t${n}` },
      history: { at: AT, by: { kind: 'staff', id: `s${n}` }, what: 'status', from: 'classified', to: 'reviewed' },
    })));

    const history = (await processes[0]!.petitions.byId(id))!.history;
    expect(decided.filter(Boolean)).toHaveLength(1);
    expect(history).toHaveLength(2);
    expect(history[1]!.by).toEqual({ kind: 'staff', id: `s${decided.indexOf(true)}` });
  });

  it('never lose what they were not asked to change', async () => {
    const { petitions } = database().stores;
    const { id } = await petitions.create(draft('o', { hamlet: 'h' }));

    await petitions.change(id, { set: { topic: undefined, office: 'o' }, unset: ['hamlet'], history: LINE });

    const changed = (await petitions.byId(id))!;
    expect(changed).toMatchObject({ text: 'Đường hỏng', office: 'o', chat: 'tg:1:7' });
    expect('hamlet' in changed).toBe(false);
  });

  it('take an addition once', async () => {
    const { petitions } = database().stores;
    const { id } = await petitions.create(draft('o'));
    const addition = { at: AT, text: 'Đã hai năm', attachments: [], origin: 'k' };

    const added = await Promise.all([1, 2, 3].map(() => petitions.add(id, addition, 'da hai nam', LINE)));

    expect(added.filter(Boolean)).toHaveLength(1);
    expect((await petitions.byId(id))!.additions).toHaveLength(1);
  });

  it('hold nothing personal after an erasure, and still count', async () => {
    const { petitions } = database().stores;
    const { id } = await petitions.create(draft('tg:1:99#0', {
      text: 'Tôi là Bùi Thị Mẫu, 0912345678, bí mật', search: 'toi la bui thi mau, 0912345678, bi mat', wholeMessage: 'bí mật cả',
      attachments: ['tep'], person: 'nguoi-7', chat: 'tg:1:777', messageIds: ['tin-1'], hamletText: 'xóm bí mật',
      location: { latitude: 20.123, longitude: 106.321 }, topic: 'culture', hamlet: 'ben-gio',
    }));
    await petitions.add(id, { at: AT, text: 'thêm bí mật', attachments: ['tep-2'], origin: 'k' }, 'them bi mat', LINE);

    await petitions.erase(id, { ...LINE, what: 'erased' });

    const [raw] = await database().raw('petitions');
    const all = JSON.stringify(raw);
    const personal = [
      'bí mật', 'bi mat', 'Mẫu', 'mau', '0912345678', 'tg:1:777', 'tep', 'tin-1', 'nguoi-7', '20.123', '106.321',
    ];
    for (const word of personal) expect(all).not.toContain(word);
    expect(raw).toMatchObject({ code: 'TT-0001', topic: 'culture', hamlet: 'ben-gio' });
    expect(await petitions.create(draft('tg:1:99#0'))).toMatchObject({ id, text: '' });
  });
});
