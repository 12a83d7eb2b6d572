/**
 * What a deep link or QR code says: which commune's plan, and perhaps a hamlet, a conference and what to begin with.
 * One form for every network: `<plan>_h-<hamlet>_c-<conference>_d-<command>`, 64 characters of `A-Za-z0-9_-` at most
 * (Telegram's limit for a start parameter); ids are slugs without underscores.
 */
export interface DeepLink { plan: string; hamlet?: string; conference?: string; command?: string }

/** Null for anything that is no deep link of ours: the chat then simply begins. */
export function unpackDeepLink(payload: string): DeepLink | null {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(payload)) return null;
  const [plan, ...rest] = payload.split('_');
  if (!plan) return null;
  const part = (letter: string) => rest.find((text) => text.startsWith(`${letter}-`))?.slice(2);
  return { plan, hamlet: part('h'), conference: part('c'), command: part('d') };
}
