/** The real library signs in at the fake: by a code on the screen, and by the cookie that it kept. */
import jsqr from 'jsqr';
import { PNG } from 'pngjs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LoginQRCallbackEventType, Zalo } from 'zca-js';
import { createFakeZalo, type FakeZalo } from './server.ts';

const LAN = '5123456789012345678';

let zalo: FakeZalo;

const library = () => new Zalo({ polyfill: zalo.fetch as typeof fetch, checkUpdate: false, logging: false });

beforeEach(async () => {
  zalo = await createFakeZalo();
  zalo.user(LAN, 'Lan');
});

afterEach(() => zalo.close());

describe('signing in by a cookie', () => {
  it('changes the cookie with an answer, and refuses the old one when the new one was used', async () => {
    const before = zalo.credentials();
    const api = await library().login(before);
    zalo.rotateCookie();
    await api.keepAlive();
    const after = { ...before, cookie: api.getCookie().toJSON()!.cookies };
    await library().login(after);

    await expect(library().login(before)).rejects.toThrow('Đăng nhập thất bại');
    zalo.expireCookie();
    await expect(library().login(after)).rejects.toThrow('Đăng nhập thất bại');
    await expect(api.sendMessage('a', LAN)).rejects.toMatchObject({ code: 102 });
  });

  it('knows the account by its device: another imei or browser is refused', async () => {
    const mine = zalo.credentials();

    await expect(library().login({ ...mine, imei: 'other' })).rejects.toThrow('Đăng nhập thất bại');
    await expect(library().login({ ...mine, userAgent: 'other' })).rejects.toThrow('Đăng nhập thất bại');
  });
});

describe('signing in by a code', () => {
  it('shows a code that can be scanned, and lets in who confirms on the phone', async () => {
    const told: unknown[] = [];
    let image = '';
    const signingIn = library().loginQR({}, (event) => {
      told.push(event.type);
      if (event.type === LoginQRCallbackEventType.QRCodeGenerated) image = event.data.image;
    });
    await zalo.until(() => zalo.phone.code !== undefined, 'a code');
    await vi.waitFor(() => expect(image).not.toBe(''));
    const { data, width, height } = PNG.sync.read(Buffer.from(image, 'base64'));

    zalo.phone.scan();
    zalo.phone.confirm();
    const api = await signingIn;
    await api.sendMessage('chào', LAN);

    expect(jsqr(new Uint8ClampedArray(data), width, height)!.data).toContain(zalo.phone.code);
    expect(told).toEqual([
      LoginQRCallbackEventType.QRCodeGenerated, LoginQRCallbackEventType.QRCodeScanned,
      LoginQRCallbackEventType.GotLoginInfo,
    ]);
    expect(zalo.user(LAN).heard).toMatchObject([{ text: 'chào' }]);
  });

  it('tells that the owner declined, and gives a new code to who asks', async () => {
    let again: (() => void) | undefined;
    const signingIn = library().loginQR({}, (event) => {
      if (event.type === LoginQRCallbackEventType.QRCodeDeclined) again = event.actions.retry as () => void;
    });
    await zalo.until(() => zalo.phone.shown === 1, 'a code');
    zalo.phone.scan();
    zalo.phone.decline();
    await vi.waitFor(() => expect(again).toBeDefined());

    again!();
    await zalo.until(() => zalo.phone.shown === 2, 'another code');
    zalo.phone.scan();
    zalo.phone.confirm({ uid: '720000000000000002', name: 'UBND' });

    expect((await signingIn).getOwnId()).toBe('720000000000000002');
  });

  it('ends the waiting when the code expires', async () => {
    const signingIn = library().loginQR({}, () => undefined);
    await zalo.until(() => zalo.phone.shown === 1, 'a code');

    zalo.phone.expire();

    await expect(signingIn).rejects.toThrow('Cannot get scan result');
  });
});
