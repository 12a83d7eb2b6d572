import jsqr from 'jsqr';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { showCodeInTerminal } from '../../../bot/zalo-personal/sign-in/terminal-code.ts';
import { TIMING } from '../../../bot/zalo-personal/timing.ts';
import { createZalo } from '../../../bot/zalo-personal/web-client/zalo.ts';
import { createStage, LAN, until, type Stage } from './stage.ts';

const OTHER = { uid: '710000000000000002', name: 'Người trực khác' };

describe('signing in to a personal Zalo account by a code', () => {
  let stage: Stage;
  const signIn = () => stage.channel.signIn;

  async function open(options: Parameters<typeof createStage>[0] = {}): Promise<void> {
    stage = await createStage({ signedIn: false, ...options });
    await stage.channel.start(stage.take);
  }

  beforeEach(() => {
    stage = undefined as never;
  });

  afterEach(() => stage.close());

  async function signsIn(account?: typeof OTHER): Promise<void> {
    await signIn().begin();
    stage.zalo.phone.scan();
    stage.zalo.phone.confirm(account);
    await until(() => expect(stage.channel.health().state).toBe('up'));
  }

  it('asks for a person before anybody has signed in, and asks Zalo for nothing', async () => {
    await open();

    expect(stage.channel.account).toBe('');
    expect(signIn().state()).toEqual({ step: 'needed' });
    await until(() => expect(stage.channel.health()).toMatchObject({ needsPerson: true, detail: /quét mã QR/ }));
    expect(await stage.channel.send(`zp:${stage.zalo.uid}:${LAN}`, { text: 'x' })).toMatchObject({ status: 'refused' });
    expect(stage.zalo.calls).toEqual([]);
  });

  it('goes from the code over the scan to listening, and is an account from then on', async () => {
    await open();
    await signIn().begin();

    const shown = signIn().state();
    expect(shown).toMatchObject({ step: 'code', expiresAt: expect.any(Date) });
    expect(shown.step === 'code' && shown.png.subarray(1, 4).toString()).toBe('PNG');
    stage.zalo.phone.scan();
    await until(() => expect(signIn().state()).toEqual({ step: 'scanned', by: 'Đối Thoại' }));
    stage.zalo.phone.confirm();

    await until(() => expect(stage.channel.health()).toMatchObject({ state: 'up', account: stage.zalo.uid }));
    expect(signIn().state()).toEqual({ step: 'signed-in' });
    expect(stage.channel.chatPrefix).toBe(`zp:${stage.zalo.uid}:`);
    stage.zalo.user(LAN).says('chào');
    await until(() => expect(stage.words()).toEqual(['chào']));
  });

  it('needs no second code at the next start', async () => {
    await open();
    await signsIn();
    await stage.channel.stop();
    const second = stage.make();

    await second.start(stage.take);

    await until(() => expect(second.health().state).toBe('up'));
    expect(stage.zalo.phone.shown).toBe(1);
  });

  it('shows one code, however often it is asked for one', async () => {
    await open();

    await Promise.all([signIn().begin(), signIn().begin()]);
    await signIn().begin();

    expect(stage.zalo.phone.shown).toBe(1);
  });

  it('asks for nothing while it is signed in', async () => {
    await open();
    await signsIn();

    await signIn().begin();

    expect(stage.zalo.phone.shown).toBe(1);
  });

  it.each([
    ['was not scanned in time', { codeMs: 80 }, () => undefined, /hết hạn/],
    ['was forgotten by Zalo', {}, (at: Stage) => at.zalo.phone.expire(), /hết hạn/],
    ['was declined on the phone', {}, (at: Stage) => {
      at.zalo.phone.scan();
      at.zalo.phone.decline();
    }, /từ chối/],
    ['was scanned and never confirmed', { codeMs: 80 }, (at: Stage) => at.zalo.phone.scan(), /hết hạn/],
  ])('says that a code %s, and gives a new one when asked', async (_, timing, happens, detail) => {
    await open({ timing });
    await signIn().begin();

    happens(stage);

    await until(() => expect(signIn().state()).toMatchObject({ step: 'needed', detail }));
    expect(stage.zalo.phone.shown).toBe(1);
    await signIn().begin();
    expect(signIn().state().step).toBe('code');
    expect(stage.zalo.phone.shown).toBe(2);
  });

  it('promises no more time than there is, when the code was long in coming', async () => {
    const begun = new Date('2026-03-02T01:00:00Z').getTime();
    // Every page that Zalo is asked for takes a second.
    const clock = () => new Date(begun + 1_000 * (stage?.zalo.calls.length ?? 0));
    await open({ timing: { codeMs: 60_000 }, options: { clock } });

    await signIn().begin();

    expect(signIn().state()).toMatchObject({ step: 'code', expiresAt: new Date(begun + 60_000) });
  });

  it('says that no code could be had', async () => {
    await open();
    stage.zalo.goesOffline();

    await signIn().begin();

    expect(signIn().state()).toMatchObject({ step: 'needed', detail: expect.stringContaining('Zalo') });
  });

  it('gives a shown code up when the channel stops', async () => {
    await open();
    await signIn().begin();

    await stage.channel.stop();

    expect(signIn().state().step).toBe('needed');
  });

  it('gives a session that works on when its attempt is given up behind it', async () => {
    await open();
    const { zalo } = stage;
    const controller = new AbortController();
    const signingIn = createZalo({ fetch: zalo.fetch, timing: { ...TIMING, askCodeMs: 5 } }).signIn({
      code: () => void zalo.phone.scan(),
      scanned: () => void zalo.phone.confirm(),
      over() {},
    }, controller.signal);
    const session = await signingIn;
    zalo.user(LAN);

    controller.abort();

    expect(await session.send({ id: LAN, group: false }, 'chào')).toMatch(/^\d+$/);
  });

  it('keeps the same account after its cookie ended and it was signed in again', async () => {
    await open();
    await signsIn();
    stage.zalo.expireCookie();
    stage.zalo.drop(1006);
    await until(() => expect(signIn().state().step).toBe('needed'));

    await signsIn();

    expect(stage.channel.health()).toEqual(expect.not.objectContaining({ detail: expect.anything() }));
    expect((await stage.channel.send(`zp:${stage.zalo.uid}:${LAN}`, { text: 'x' })).status).toBe('refused');
    stage.zalo.user(LAN).says('chào');
    await until(() => expect(stage.words()).toEqual(['chào']));
  });

  it('says so when another account is signed in, whose chats are others', async () => {
    await open();
    await signsIn();
    const before = stage.channel.chatPrefix;
    stage.zalo.expireCookie();
    stage.zalo.drop(1006);
    await until(() => expect(signIn().state().step).toBe('needed'));

    await signsIn(OTHER);

    expect(stage.channel.health()).toMatchObject({ account: OTHER.uid, detail: /tài khoản Zalo khác/ });
    expect(stage.channel.chatPrefix).not.toBe(before);
    expect(stage.lines.map(({ message }) => message)).toContain('another account was signed in');
  });

  it('leaves alone what people wrote to the account before it was signed in here', async () => {
    await open();
    await signIn().begin();
    stage.zalo.phone.scan();
    await until(() => expect(signIn().state().step).toBe('scanned'));
    stage.zalo.phone.confirm();
    // The fake begins its memory at the sign-in; somebody wrote just before the program began to listen.
    await stage.zalo.until(() => stage.zalo.count('login') === 1, 'signed in');
    stage.zalo.user(LAN).says('chuyện của chủ tài khoản');
    await until(() => expect(stage.channel.health().state).toBe('up'));

    stage.zalo.user(LAN).says('gửi xã');

    await until(() => expect(stage.words()).toEqual(['gửi xã']));
    stage.zalo.drop(1006);
    await stage.zalo.until(() => stage.zalo.connections() === 2, 'again');
    stage.zalo.user(LAN).says('thêm');
    await until(() => expect(stage.words()).toEqual(['gửi xã', 'thêm']));
  });

  describe('in the terminal', () => {
    const page = 'http://localhost:3000/console/networks/zalo-personal';

    function shows(): { said: () => string; done: Promise<void> } {
      const parts: string[] = [];
      const done = showCodeInTerminal({ signIn: signIn(), write: (text) => void parts.push(text), page, lookMs: 5 });
      return { said: () => parts.join(''), done };
    }

    it('draws the code, and says when it was scanned and confirmed', async () => {
      await open();
      const { said, done } = shows();
      await until(() => expect(said()).toContain('quét mã dưới đây'));
      expect(readBack(said())).toContain(stage.zalo.phone.code);

      stage.zalo.phone.scan();
      await until(() => expect(said()).toContain('Đã quét (Đối Thoại)'));
      stage.zalo.phone.confirm();
      await done;

      expect(said()).toContain('Đã đăng nhập Zalo.');
    });

    it('draws a new code a few times, and then says where to find one', async () => {
      await open({ timing: { codeMs: 60 } });
      const { said, done } = shows();

      await done;

      expect(stage.zalo.phone.shown).toBe(3);
      expect(said()).toContain(page);
    });

    it('does not go on asking when Zalo cannot be reached', async () => {
      await open();
      stage.zalo.goesOffline();
      const { said, done } = shows();

      await done;

      expect(said()).toContain(page);
      expect(said()).not.toContain('█');
    });

    it('ends when the program ends', async () => {
      await open();
      const controller = new AbortController();
      const parts: string[] = [];
      const done = showCodeInTerminal({
        signIn: signIn(), write: (text) => void parts.push(text), page, signal: controller.signal,
      });
      await until(() => expect(signIn().state().step).toBe('code'));

      controller.abort();
      await done;

      expect(parts.join('')).not.toContain(page);
    });
  });
});

/** What a camera reads in the drawing: each letter is two dots, one above the other. */
function readBack(said: string): string | undefined {
  const rows = said.split('\n').filter((line) => /^[█▀▄ ]{20,}$/.test(line));
  const dots = rows.flatMap((row) => ['█▀', '█▄'].map((light) => [...row].map((letter) => light.includes(letter))));
  const scale = 4;
  const [width, height] = [rows[0]!.length * scale, dots.length * scale];
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let at = 0; at < width * height; at += 1) {
    const shade = dots[Math.floor(at / width / scale)]![Math.floor((at % width) / scale)] ? 255 : 0;
    pixels.set([shade, shade, shade, 255], at * 4);
  }
  return jsqr(pixels, width, height)?.data;
}
