/** What Zalo answers to a program that signs in by its cookie. */
import { encrypt, signInKey } from './cipher.ts';

/** The services that a client must be told of, or its constructor throws. */
const SERVICES = [
  'aext', 'alias', 'auto_reply', 'catalog', 'chat', 'conversation', 'file', 'friend', 'friend_board', 'group',
  'group_board', 'group_poll', 'label', 'profile', 'quick_message', 'reaction', 'sticker', 'zimsg',
];

/** Words for a cookie that is not, or no longer, the account's. */
export const NOT_SIGNED_IN = { code: 102, message: 'zpw_sek không đúng' };

/** The key in which the program and Zalo talk about this sign-in. */
export function keyOf({ searchParams }: URL): Buffer {
  return signInKey(searchParams.get('zcid') ?? '', searchParams.get('zcid_ext') ?? '');
}

/** Tells who the account is and where its services are; null: the cookie is not the account's. */
export function loginAnswer(url: URL, account: { uid: string; secret: Buffer; socket: string } | null): Response {
  const services = SERVICES.map((name) => [name, [`https://tt-${name.replace('_', '-')}-wpa.chat.zalo.me`]] as const);
  const told = account
    ? { error_code: 0, error_message: '', data: {
      uid: account.uid, zpw_enk: account.secret.toString('base64'), zpw_ws: [account.socket],
      zpw_service_map_v3: Object.fromEntries(services),
    } }
    : { error_code: NOT_SIGNED_IN.code, error_message: NOT_SIGNED_IN.message, data: null };
  return Response.json({ error_code: 0, data: encodeURIComponent(encrypt(keyOf(url), JSON.stringify(told))) });
}

/** How a client has to behave. */
export function serverInfo(pingMs: number): Response {
  const features = {
    sharefile: { max_file: 50, max_size_share_file_v3: 100, chunk_size_file: 3_145_728, restricted_ext_file: [] },
    socket: {
      ping_interval: pingMs, retries: { 1000: { max: 3, times: [50] } },
      close_and_retry_codes: [1000], rotate_error_codes: [],
    },
  };
  const keepalive = { alway_keepalive: 1, keepalive_duration: 60, time_deactive: 60 };
  // The three t's are Zalo's.
  return Response.json({ error_code: 0, data: { setttings: { features, keepalive }, extra_ver: { phonebook: 0 } } });
}
