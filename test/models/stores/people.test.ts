import { expect, it } from 'vitest';
import { onEveryDatabase } from './database.ts';

const AT = new Date('2026-11-21T03:00:00Z');
const consent = (version = '1') => ({ version, at: AT, chat: 'tg:1:777' });

onEveryDatabase('people', (database) => {
  it('are one for each chat and commune, though they agree several times at once', async () => {
    const processes = [database().stores, await database().another()];

    const people = await Promise.all(Array.from({ length: 8 }, (_, n) => (
      processes[n % 2]!.people.consented(n < 4 ? 'a' : 'b', 'tg:1:777', consent()))));

    expect(new Set(people.map(({ id }) => id)).size).toBe(2);
    expect(await database().raw('people')).toHaveLength(2);
  });

  it('without a chat do not stand in each other’s way', async () => {
    const { people } = database().stores;

    const one = await people.knownAgain({ commune: 'a', name: 'Bùi Thị Mẫu', search: 'bui thi mau ben-gio' }, AT);
    const other = await people.knownAgain({ commune: 'a', name: 'Bùi Thị Mẫu', search: 'bui thi mau cau-may' }, AT);

    expect(one.id).not.toBe(other.id);
  });

  it.each([
    ['by phone, whatever the name', { name: 'Mẫu', phone: '0912345678', search: 'mau' }, true],
    ['not by name when there is another phone', { name: 'Bùi Thị Mẫu', phone: '0987654321', search: 'bui thi mau ben-gio' }, false],
    ['not by name alone when the known one has a phone', { name: 'Bùi Thị Mẫu', search: 'bui thi mau ben-gio' }, false],
    ['not in another commune', { commune: 'b', name: 'Bùi Thị Mẫu', phone: '0912345678', search: 'bui thi mau ben-gio' }, false],
  ])('who came on paper are known again: %s', async (_, again, same) => {
    const { people } = database().stores;
    const known = await people.knownAgain({ commune: 'a', name: 'Bùi Thị Mẫu', phone: '0912345678', search: 'bui thi mau ben-gio' }, AT);

    const found = await people.knownAgain({ commune: 'a', ...again }, AT);

    expect(found.id === known.id).toBe(same);
  });

  it('without a phone are known again by folded name and hamlet', async () => {
    const { people } = database().stores;
    const person = { commune: 'a', name: 'Bùi Thị Mẫu', hamlet: 'ben-gio', search: 'bui thi mau ben-gio' };

    expect((await people.knownAgain(person, AT)).id).toBe((await people.knownAgain(person, AT)).id);
  });

  it('leave an empty record that says when, after an erasure; the same chat begins anew', async () => {
    const { people } = database().stores;
    const { id } = await people.consented('a', 'tg:1:777', consent());
    await people.update(id, { name: 'Bùi Thị Mẫu', phone: '0912345678', hamlet: 'ben-gio', hamletText: 'xóm Gió' }, AT);

    await people.erase(id, AT);

    const [raw] = await database().raw('people');
    expect(raw).toEqual({ _id: id, commune: 'a', createdAt: AT, updatedAt: AT, erasedAt: AT });
    expect(await people.ofChat('a', 'tg:1:777')).toBeNull();
    expect((await people.consented('a', 'tg:1:777', consent())).id).not.toBe(id);
    expect((await people.knownAgain({ commune: 'a', phone: '0912345678', search: '' }, AT)).id).not.toBe(id);
  });
});

onEveryDatabase('registrations to speak', (database) => {
  const draft = (origin: string, conference = 'h') => ({
    plan: 'p', conference, origin, person: 'nguoi-7', chat: 'tg:1:777', channel: 'telegram' as const, name: 'Bùi Thị Mẫu', hamlet: 'ben-gio',
    content: 'Nước bí mật', registeredAt: AT, history: [],
  });

  it('are numbered without gaps within each conference, over two connections at once', async () => {
    const processes = [database().stores, await database().another()];

    await Promise.all(Array.from({ length: 60 }, (_, n) => processes[n % 2]!.speakers.create(draft(`o${n}`, `h${n % 3}`))));

    for (const conference of ['h0', 'h1', 'h2']) {
      const list = await processes[0]!.speakers.list('p', conference);
      expect(list.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    }
  });

  it('of one message are one', async () => {
    const { speakers } = database().stores;

    const made = await Promise.all([1, 2, 3].map(() => speakers.create(draft('o'))));

    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect(await database().raw('speakers')).toHaveLength(1);
  });

  it('hold nothing personal after an erasure, and give the seat back', async () => {
    const { speakers } = database().stores;
    const { id } = await speakers.create(draft('tg:1:5'));

    await speakers.erase(id, { at: AT, by: { kind: 'author' }, what: 'erased' });

    const raw = await database().raw('speakers');
    expect(JSON.stringify(raw)).not.toMatch(/Mẫu|bí mật|tg:1:777|nguoi-7/);
    expect(raw[0]).toMatchObject({ status: 'withdrawn', number: 1 });
  });
});

onEveryDatabase('files that people sent', (database) => {
  const draft = (origin: string) => ({
    origin, channel: 'telegram' as const, chat: 'tg:1:7', kind: 'photo' as const, ref: 'r', state: 'waiting' as const, createdAt: AT,
  });

  it('of one message and place are one', async () => {
    const { attachments } = database().stores;

    const made = await Promise.all([1, 2, 3].map(() => attachments.create(draft('o#0'))));

    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
  });

  it('wait until they are stored or given up, and say when they are gone', async () => {
    const { attachments } = database().stores;
    const [one, two, three] = await Promise.all(['1', '2', '3'].map((origin) => attachments.create(draft(origin))));

    await attachments.missed(one!.id, false);
    await attachments.missed(two!.id, true);

    expect((await attachments.waiting(10)).toSorted()).toEqual([one!.id, three!.id].toSorted());
    expect(await attachments.stored(one!.id, 'sha', 5)).toBe(true);
    expect(await attachments.countOfFile('sha')).toBe(1);
    expect(await Promise.all(['sha', 'r', 'x'].map((name) => attachments.leadTo(name)))).toEqual([true, true, false]);
    await attachments.remove(one!.id);
    expect(await attachments.stored(one!.id, 'sha', 5)).toBe(false);
    expect(await attachments.countOfFile('sha')).toBe(0);
  });
});
