import { describe, expect, it } from 'vitest';
import { createOwnSends } from '../../../../bot/zalo-personal/sending/own-sends.ts';

const LAN = { id: '2', group: false };
const BINH = { id: '3', group: false };

describe('what this program sent, seen again on the connection', () => {
  it('is known when it is seen before Zalo answers', async () => {
    const own = createOwnSends();
    own.begin(LAN, 'Xin chào');

    expect(await own.isOwn(LAN, '7', 'Xin chào')).toBe(true);
  });

  it('is known when Zalo tidied its blanks, by the answer that is still to come', async () => {
    const own = createOwnSends();
    const sending = own.begin(LAN, 'Xin chào');
    const asked = own.isOwn(LAN, '7', 'Xin [hình] chào');

    sending.answered('7');

    expect(await asked).toBe(true);
  });

  it('is known when it is seen under another id than Zalo answered with', async () => {
    const own = createOwnSends();
    own.begin(LAN, 'Xin  chào \n').answered('7');

    expect(await own.isOwn(LAN, '8', 'Xin chào')).toBe(true);
    expect(await own.isOwn(LAN, '8', 'Xin chào')).toBe(true);
  });

  it('is told from the same words by hand, in another chat or a second time', async () => {
    const own = createOwnSends();
    own.begin(LAN, 'Xin chào').answered('7');

    expect(await own.isOwn(BINH, '9', 'Xin chào')).toBe(false);
    expect(await own.isOwn({ id: '2', group: true }, '10', 'Xin chào')).toBe(false);
    expect(await own.isOwn(LAN, '7', 'Xin chào')).toBe(true);
    expect(await own.isOwn(LAN, '11', 'Xin chào')).toBe(false);
  });

  it('does not include what certainly did not go out', async () => {
    const own = createOwnSends();
    own.begin(LAN, 'Xin chào').failed();

    expect(await own.isOwn(LAN, '7', 'Xin chào')).toBe(false);
  });

  it('tells the id of an echo, or that none came', async () => {
    const own = createOwnSends();
    const first = own.begin(LAN, 'một');
    const echo = first.echo(5_000);
    await own.isOwn(LAN, '7', 'một');

    expect(await echo).toBe('7');
    expect(await own.begin(LAN, 'hai').echo(5)).toBeNull();
  });
});
