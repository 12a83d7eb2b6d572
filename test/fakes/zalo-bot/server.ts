/**
 * The Zalo Bot Platform for tests: a real HTTP server on a free loopback port. Facts: docs.zaloplatforms.com/docs/BOT
 * as public adapters quote it, and what those measured (an empty `getUpdates` ends with 408; refusals come with HTTP
 * 200). Not established anywhere, and so assumed here: the words of a refusal, that a delivery which was not answered
 * with 2xx comes again, and that it keeps the order of its chat meanwhile.
 *
 * @example
 * const zalo = await createFakeZaloBot();
 * // run the program with ZALO_BOT_API_ROOT=zalo.url and ZALO_BOT_TOKEN=zalo.bot.token; whether it is asked (polling)
 * // or delivers (webhook) follows from what the program calls: setWebhook or deleteWebhook
 * zalo.bot.webhook.origin = `http://127.0.0.1:${port}`; // where the program with a PUBLIC_URL of https:// really listens
 * const lan = zalo.bot.user('lan', { name: 'Lan' });
 * lan.says('Cống trước nhà bị tắc');
 * await lan.hears(/đồng ý/);
 * zalo.bot.group('to-3').says(lan, '@Bot Đối Thoại đường tối quá');
 * zalo.bot.fail('sendMessage', { code: 429, retryAfter: 1 });
 * await zalo.close();
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createFakeBot, type FakeZaloBot, type FakeZaloBotState } from './bot.ts';
import { METHODS, refusal } from './methods.ts';

export type { Failure } from '../bot-api/script.ts';
export type { FakeZaloBot, SentMessage } from './bot.ts';
export type { FakeZaloGroup, FakeZaloUser } from './people.ts';

export interface FakeZaloBotApi {
  /** For `apiRoot`; without a trailing slash. */
  readonly url: string;
  readonly bot: FakeZaloBot;
  /** Nobody listens any more and every connection is cut: the network is down. */
  goDown(): Promise<void>;
  goUp(): Promise<void>;
  close(): Promise<void>;
}

export async function createFakeZaloBot(options: {
  token?: string;
  /** As people see the bot; what a mention in a group begins with, after `@`. */
  name?: string;
  /** A path before `/bot…`, as behind a proxy: `/zalo`. */
  prefix?: string;
  /** First wait before a delivery is repeated; it doubles. */
  webhookRetryMs?: number;
} = {}): Promise<FakeZaloBotApi> {
  const { token = '987654321:an-invented-token', name = 'Bot Đối Thoại', prefix = '', webhookRetryMs = 20 } = options;
  const server = createServer((request, response) => {
    void handle(bot, prefix, request, response);
  });
  server.keepAliveTimeout = 60_000;

  async function listen(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
  }

  async function goDown(): Promise<void> {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  }

  await listen(0);
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}${prefix}`;
  const bot: FakeZaloBotState = createFakeBot({ token, name, url, webhookRetryMs });
  return {
    url,
    bot,
    goDown,
    goUp: () => listen(port),
    async close() {
      bot.webhook.remove();
      if (server.listening) await goDown();
    },
  };
}

async function handle(
  bot: FakeZaloBotState, prefix: string, request: IncomingMessage, response: ServerResponse,
): Promise<void> {
  const path = decodeURIComponent((request.url ?? '').split('?')[0] ?? '');
  const inside = path.startsWith(prefix) ? path.slice(prefix.length) : '';
  if (inside.startsWith('/files/')) return sendFile(bot, inside.slice('/files/'.length), response);
  const [, token, method] = /^\/bot([^/]+)\/(\w+)$/.exec(inside) ?? [];
  if (!token || !method) return answer(response, refusal({ code: 404 }));
  if (token !== bot.token) return answer(response, refusal({ code: 401 }));

  const payload = await readJson(request);
  bot.calls.push({ method, payload });
  bot.changed();
  const failure = bot.script.next(method);
  if (failure && 'code' in failure) return answer(response, refusal(failure), failure.retryAfter);
  if (failure && 'page' in failure) {
    response.writeHead(failure.page, { 'content-type': 'text/html' }).end('<html>nginx</html>');
    return;
  }
  if (failure && 'hang' in failure) return;
  if (failure && 'drop' in failure && failure.drop === 'before') return void request.socket.destroy();
  if (failure && 'delayMs' in failure) await new Promise((resolve) => setTimeout(resolve, failure.delayMs));
  const result = method === 'getUpdates'
    ? await getUpdates(bot, payload, response)
    : METHODS[method]?.(bot, payload) ?? refusal({ code: 404 });
  if (failure && 'drop' in failure) {
    if (failure.drop === 'reset') request.socket.resetAndDestroy();
    else request.socket.destroy();
  } else {
    answer(response, result);
  }
  bot.changed();
}

/** One event at most, gone once it was given; 408 after `timeout` seconds without any. */
async function getUpdates(
  bot: FakeZaloBotState, payload: Record<string, unknown>, response: ServerResponse,
): Promise<Record<string, unknown>> {
  if (bot.webhook.url()) return refusal({ code: 400, description: 'Bad request: a webhook is set' });
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  if (response.destroyed || response.socket?.destroyed) gone.abort();
  const asking = bot.queue.take(Number(payload.timeout ?? 30) * 1000, gone.signal);
  bot.changed();
  const event = await asking;
  return event ? { ok: true, result: event } : refusal({ code: 408 });
}

function sendFile(bot: FakeZaloBotState, name: string, response: ServerResponse): void {
  const failure = bot.script.next('file');
  if (failure && 'code' in failure) return void response.writeHead(failure.code).end();
  if (failure && 'hang' in failure) return;
  const bytes = bot.files.get(name);
  if (!bytes) return void response.writeHead(404).end();
  response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(bytes);
}

function answer(response: ServerResponse, body: Record<string, unknown>, retryAfter?: number): void {
  if (response.destroyed) return;
  const wait = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  response.writeHead(200, { 'content-type': 'application/json', ...wait }).end(JSON.stringify(body));
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  try {
    return JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, unknown>;
  } catch {
    return {};
  }
}
