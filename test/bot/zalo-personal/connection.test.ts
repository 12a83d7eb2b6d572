import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FakeZaloUser } from '../../fakes/zalo-personal/server.ts';
import { createStage, KEY, LAN, until, type Stage } from './stage.ts';

describe('the connection of a personal Zalo account', () => {
  let stage: Stage;
  let lan: FakeZaloUser;

  async function open(options: Parameters<typeof createStage>[0] = {}): Promise<void> {
    stage = await createStage(options);
    lan = stage.zalo.user(LAN, 'Lan');
  }

  beforeEach(() => {
    stage = undefined as never;
  });

  afterEach(() => stage.close());

  function errors(): string[] {
    return stage.lines.filter(({ level }) => level === 'error').map(({ message }) => message);
  }

  it('comes back by a new sign-in whenever Zalo cuts it, and loses nothing and takes nothing twice', async () => {
    await open();
    await stage.up();

    for (let round = 1; round <= 4; round += 1) {
      lan.says(`trước ${round}`);
      stage.zalo.drop(1006);
      lan.says(`trong ${round}`);
      await stage.zalo.until(() => stage.zalo.listening() === 1 && stage.zalo.connections() === round + 1, 'back');
      lan.says(`sau ${round}`);
    }

    const expected = [1, 2, 3, 4].flatMap((round) => [`trước ${round}`, `trong ${round}`, `sau ${round}`]);
    await until(() => expect(stage.words()).toEqual(expected));
    expect(stage.zalo.count('login')).toBe(5);
    expect(errors()).toEqual([]);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['half a head', Buffer.from([1, 1])],
    ['a head and rubbish', Buffer.from([1, 245, 1, 0, 123])],
  ])('outlives a frame of %s', async (_, bytes) => {
    await open();
    await stage.up();

    stage.zalo.sends(bytes);
    lan.says('sau');

    await until(() => expect(stage.words()).toEqual(['sau']));
    expect(stage.zalo.connections()).toBe(1);
  });

  it('does not call a short cut trouble after a connection that held', async () => {
    await open({ timing: { steadyMs: 0, backOffMs: 200 } });
    await stage.up();
    await new Promise((resolve) => { setTimeout(resolve, 20); });

    stage.zalo.drop(1006);
    await until(() => expect(stage.lines.some(({ fields }) => fields.why === 'closed 1006')).toBe(true));

    expect(stage.channel.health().state).toBe('up');
    await stage.zalo.until(() => stage.zalo.connections() === 2, 'back');
  });

  it('waits longer from try to try while Zalo cannot be reached, and says so', async () => {
    await open({ timing: { backOffMs: 4, backOffMaxMs: 64 }, options: { random: () => 0 } });
    await stage.up();

    stage.zalo.goesOffline();

    const waits = () => stage.lines.flatMap(({ fields: { waitMs, why } }) => (why === 'unreachable' ? [waitMs] : []));
    await until(() => expect(waits().length).toBeGreaterThan(5));
    expect(waits().slice(0, 5)).toEqual([8, 16, 32, 64, 64]);
    expect(stage.channel.health()).toMatchObject({ state: 'down', detail: /Không kết nối được Zalo/ });
    stage.zalo.goesOnline();
    await until(() => expect(stage.channel.health().state).toBe('up'));
  });

  it.each([3000, 3003])('does not fight when the account is opened elsewhere (%i): it calls a person', async (code) => {
    await open({ timing: { kickedMs: 60_000 } });
    await stage.up();

    if (code === 3000) stage.zalo.openedElsewhere();
    else stage.zalo.drop(code);

    await until(() => expect(stage.channel.health()).toMatchObject({
      state: 'down', needsPerson: true, detail: /Zalo Web/,
    }));
    expect(errors()).toEqual(['the account is open elsewhere; a person must close it there']);
    expect(stage.zalo.count('login')).toBe(1);
    expect(stage.channel.signIn.state()).toEqual({ step: 'signed-in' });
  });

  it('tries again slowly after it was put out, more slowly each time, and catches up', async () => {
    await open({ timing: { kickedMs: 20 } });
    await stage.up();
    const waits = () => stage.lines.flatMap(({ level, fields }) => (level === 'error' ? [fields.waitMs] : []));

    for (let round = 1; round <= 3; round += 1) {
      stage.zalo.drop(3003);
      lan.says(`lúc ngoài ${round}`);
      await stage.zalo.until(() => stage.zalo.connections() === round + 1, 'back');
    }

    expect(waits()).toEqual([20, 40, 80]);
    await until(() => expect(stage.words()).toEqual(['lúc ngoài 1', 'lúc ngoài 2', 'lúc ngoài 3']));
    expect(stage.channel.health().needsPerson).toBeUndefined();
  });

  it('asks for a person when Zalo refuses the saved sign-in, and does not ask Zalo again soon', async () => {
    await open();
    await stage.up();

    stage.zalo.expireCookie();
    stage.zalo.drop(1006);

    await until(() => expect(stage.channel.health()).toMatchObject({
      state: 'down', needsPerson: true, detail: /Quét lại mã QR/,
    }));
    expect(stage.channel.signIn.state()).toMatchObject({ step: 'needed', detail: /Quét lại mã QR/ });
    expect(errors()).toEqual(['Zalo refuses the saved sign-in; a person must sign in']);
    expect(stage.zalo.count('login')).toBe(2);
    expect(stage.channel.account).toBe(stage.zalo.uid);
  });

  it('goes on by itself when Zalo takes the saved sign-in after all', async () => {
    await open({ timing: { refusedMs: 20 } });
    stage.zalo.fail('login', { code: -1 }, 2);
    lan.says('chào');

    await stage.up();

    await until(() => expect(stage.words()).toEqual(['chào']));
    expect(stage.channel.health().needsPerson).toBeUndefined();
    expect(stage.channel.signIn.state()).toEqual({ step: 'signed-in' });
  });

  it('notices a line that only looks open', async () => {
    await open({ timing: { pingMs: 15, silentPings: 3 } });
    await stage.up();
    lan.says('trước');
    await until(() => expect(stage.words()).toEqual(['trước']));

    stage.zalo.silence();
    lan.says('vào khoảng không');

    await until(() => expect(stage.words()).toEqual(['trước', 'vào khoảng không']));
    expect(stage.lines.some(({ fields }) => fields.why === 'silent')).toBe(true);
  });

  it('gives up a connection that is never made', async () => {
    await open({ timing: { connectMs: 30 } });
    stage.zalo.fail('getServerInfo', 'timeout');
    const channel = stage.make({ timing: { callMs: 50 } });

    await channel.start(stage.take);

    await until(() => expect(channel.health().state).toBe('up'));
    expect(stage.zalo.count('getServerInfo')).toBe(2);
  });

  it('stays well when what answers is not Zalo', async () => {
    await open();
    stage.zalo.fail('login', { page: 502 }, 2);

    await stage.channel.start(stage.take);

    await until(() => expect(stage.channel.health()).toMatchObject({ state: 'up' }));
    expect(stage.lines.filter(({ fields }) => fields.why === 'server 502')).toHaveLength(2);
  });

  describe('between two starts', () => {
    const file = () => join(stage.dir, 'credentials.json');

    it('signs in with what it kept, as the same device', async () => {
      await open();
      await stage.up();
      await stage.channel.stop();
      const second = stage.make();

      await second.start(stage.take);

      await until(() => expect(second.health().state).toBe('up'));
      expect(stage.zalo.count('qr')).toBe(0);
    });

    it('keeps a cookie that Zalo changed, sealed and for this user alone', async () => {
      await open();
      await stage.up();
      stage.zalo.rotateCookie();
      await stage.channel.send(`zp:${stage.zalo.uid}:${LAN}`, { text: 'Xin chào' });
      await stage.channel.send(`zp:${stage.zalo.uid}:${LAN}`, { text: 'Lần hai' });
      await stage.channel.stop();
      const second = stage.make();

      await second.start(stage.take);

      await until(() => expect(second.health().state).toBe('up'));
      const text = await readFile(file(), 'utf8');
      expect(text).not.toMatch(/zpw_sek|chat\.zalo\.me|Mozilla/);
      expect((await stat(file())).mode & 0o777).toBe(0o600);
      expect(await readdir(stage.dir)).not.toContain('credentials.json.new');
    });

    it.each([
      ['the key is another one', async () => undefined, 'quite another key of a test'],
      ['the file is damaged', () => writeFile(file(), '{"version":1,'), KEY],
      ['the file is empty', () => writeFile(file(), ''), KEY],
    ])('says in plain words that %s, and keeps the file', async (_, damage, key) => {
      await open();
      await damage();
      const before = await readFile(file(), 'utf8');
      const channel = stage.make({ key });

      await channel.start(stage.take);

      await until(() => expect(channel.health()).toMatchObject({
        state: 'down', needsPerson: true, detail: /ZALO_PERSONAL_KEY/, account: '',
      }));
      expect(channel.signIn.state()).toMatchObject({ step: 'needed', detail: /ZALO_PERSONAL_KEY/ });
      expect(await readFile(file(), 'utf8')).toBe(before);
      expect(stage.zalo.count('login')).toBe(0);

      await channel.signIn.begin();
      stage.zalo.phone.scan();
      stage.zalo.phone.confirm();
      await until(() => expect(channel.health().state).toBe('up'));
      const aside = (await readdir(stage.dir)).filter((name) => name.includes('unreadable'));
      expect(await readFile(join(stage.dir, aside[0]!), 'utf8')).toBe(before);
    });
  });
});
