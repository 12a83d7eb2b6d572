/** Which addresses belong to the Internet: a message must not make this program fetch from the machines around it. */
import { lookup as resolveName, type LookupAddress, type LookupOptions } from 'node:dns';
import { BlockList, isIP } from 'node:net';

/** The `code` of the error of a connection that would have led to a private address. */
export const NOT_PUBLIC = 'NOT_PUBLIC';

/** Loopback, private, link-local, shared, documentation, multicast and reserved (RFC 6890). */
const INTERNAL_V4 = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12],
  ['192.0.0.0', 24], ['192.0.2.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15], ['198.51.100.0', 24],
  ['203.0.113.0', 24], ['224.0.0.0', 4], ['240.0.0.0', 4],
] as const) INTERNAL_V4.addSubnet(network, prefix);

/** Of IPv6 only what is global, without the ranges that wrap an IPv4 address. */
const GLOBAL_V6 = new BlockList();
GLOBAL_V6.addSubnet('2000::', 3, 'ipv6');
const WRAPPED_V6 = new BlockList();
WRAPPED_V6.addSubnet('2001::', 23, 'ipv6');
WRAPPED_V6.addSubnet('2001:db8::', 32, 'ipv6');
WRAPPED_V6.addSubnet('2002::', 16, 'ipv6');

/** `address` is written as numbers; anything else is not public. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !INTERNAL_V4.check(address);
  return family === 6 && GLOBAL_V6.check(address, 'ipv6') && !WRAPPED_V6.check(address, 'ipv6');
}

type Found = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;

/**
 * `lookup` of a request: fails with `NOT_PUBLIC` when the name leads inside. The connection goes to the very address
 * that was looked at, so that a name cannot answer differently the second time. Names only: an address in the URL is
 * not asked.
 */
export function publicLookup(hostname: string, options: LookupOptions, found: Found): void {
  resolveName(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return found(error, []);
    if (addresses.length === 0 || addresses.some(({ address }) => !isPublicAddress(address))) {
      return found(Object.assign(new Error('not a public address'), { code: NOT_PUBLIC }), []);
    }
    const [first] = addresses;
    if (options.all) found(null, addresses);
    else found(null, first!.address, first!.family);
  });
}
