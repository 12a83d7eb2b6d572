import { z } from 'zod';
import type { Log } from '../../log.ts';
import type { BackOff } from '../back-off.ts';
import type { Status } from '../status.ts';
import type { ZaloBotApi } from './api.ts';
import { troubleOf } from './call-error.ts';
import { HEALTH } from './sentences.vi.ts';

/** How messages reach us. */
export type Ingress = { mode: 'polling' } | { mode: 'webhook'; url: string; secret: string };

const text = z.string().optional().catch(undefined);
const identity = z.object({ display_name: text, account_name: text }).catch({});
/** Zalo tries the address out at once and keeps it whatever comes of that. */
const webhookSet = z.object({ verification: z.object({ ok: z.boolean() }) });
const webhookInfo = z.object({ url: z.string() });

/**
 * Introduces the program to Zalo, again and again until it succeeds or `signal` is aborted: who am I, how do messages
 * come. Resolves with the bot's name as people see it, or undefined when stopped or when Zalo does not tell.
 */
export async function setUp({ api, ingress, status, backOff, log, signal }: {
  api: ZaloBotApi;
  ingress: Ingress;
  status: Status;
  backOff: BackOff;
  log: Log;
  signal: AbortSignal;
}): Promise<string | undefined> {
  while (!signal.aborted) {
    try {
      const { display_name: name, account_name: accountName } = identity.parse(await api.call('getMe', {}, { signal }));
      const detail = await openIngress(api, ingress, signal);
      backOff.reset();
      status.up(detail);
      const warned = detail === HEALTH.webhookNotReached;
      log.info({ channel: 'zalo-bot', mode: ingress.mode, warned }, 'connected to Zalo Bot');
      return name ?? accountName;
    } catch (error) {
      await backOff.afterCall(error, isWebhookRefusal(error) ? HEALTH.webhookRefused : undefined);
    }
  }
  return undefined;
}

/** Where Zalo delivers: '' for nowhere, undefined when it answers with something undocumented. */
export async function whereDelivered(api: ZaloBotApi, signal: AbortSignal): Promise<string | undefined> {
  try {
    return webhookInfo.safeParse(await api.call('getWebhookInfo', {}, { signal })).data?.url;
  } catch (error) {
    if (isNoWebhook(error)) return '';
    throw error;
  }
}

/** Resolves with what staff should know all the same. */
async function openIngress(api: ZaloBotApi, ingress: Ingress, signal: AbortSignal): Promise<string | undefined> {
  if (ingress.mode === 'webhook') {
    const set = await api.call('setWebhook', { url: ingress.url, secret_token: ingress.secret }, { signal });
    return webhookSet.safeParse(set).data?.verification.ok === false ? HEALTH.webhookNotReached : undefined;
  }
  try {
    await api.call('deleteWebhook', {}, { signal });
  } catch (error) {
    if (!isNoWebhook(error)) throw error;
  }
  return HEALTH.polling;
}

/** Where no webhook is set there is none to delete or to tell of, which Zalo answers with 400 or 404. */
function isNoWebhook(error: unknown): boolean {
  const trouble = troubleOf(error);
  return trouble?.kind === 'refused' && (trouble.code === 400 || trouble.code === 404);
}

function isWebhookRefusal(error: unknown): boolean {
  const trouble = troubleOf(error);
  return trouble?.kind === 'refused' && trouble.code === 400;
}
