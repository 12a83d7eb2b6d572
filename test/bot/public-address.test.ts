import { describe, expect, it } from 'vitest';
import { isPublicAddress } from '../../bot/public-address.ts';

describe('a public address', () => {
  it.each(['1.1.1.1', '203.162.0.1', '2405:4800::1'])('is %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    '0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.53', '169.254.1.1', '172.31.255.1', '192.168.0.1', '224.0.0.1',
    '255.255.255.255', '::', '::1', '::ffff:1.1.1.1', 'fe80::1', 'fc00::1', 'fd12::1', 'ff02::1', '64:ff9b::a00:1',
    '2001:db8::1', '2001::1', '2002:a00:1::', 'example.org', '',
  ])('is not %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});
