/**
 * Telegram's Bot API for tests and benchmarks: a real HTTP server on a free loopback port, with true offsets, long
 * polling, webhook delivery, limits, files, people who write, and trouble on order. Facts: docs of the Bot API.
 *
 * @example
 * const telegram = await createFakeBotApi();
 * // run the program with TELEGRAM_API_ROOT=telegram.url and TELEGRAM_BOT_TOKEN=telegram.bot.token
 * const lan = telegram.bot.user(7, { firstName: 'Lan' });
 * lan.opens('tap-duot');
 * await lan.hears(/Chào/);
 * lan.presses('Đồng ý');
 * telegram.bot.fail('sendMessage', { code: 429, retryAfter: 1 });
 * await telegram.close();
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createFakeBot, type FakeBot, type FakeBotState } from './bot.ts';
import { METHODS } from './methods.ts';
import { refusal } from './script.ts';

export type { FakeBot, SentMessage } from './bot.ts';
export type { FakeUser } from './user.ts';
export type { Failure } from './script.ts';

export interface FakeBotApi {
  /** For `apiRoot`; without a trailing slash. */
  readonly url: string;
  readonly bot: FakeBot;
  addBot(token: string): FakeBot;
  /** Nobody listens any more and every connection is cut: the network is down. */
  goDown(): Promise<void>;
  goUp(): Promise<void>;
  close(): Promise<void>;
}

export async function createFakeBotApi(options: {
  token?: string;
  /** A path before `/bot…`, as behind a proxy: `/telegram`. */
  prefix?: string;
  /** First wait before a webhook delivery is repeated (Telegram: a second). */
  webhookRetryMs?: number;
} = {}): Promise<FakeBotApi> {
  const { token = '123456:an-invented-token', prefix = '', webhookRetryMs = 20 } = options;
  const bots = new Map<string, FakeBotState>();

  function addBot(of: string): FakeBotState {
    const bot = createFakeBot(of, { webhookRetryMs });
    bots.set(of, bot);
    return bot;
  }

  const server = createServer((request, response) => {
    void handle(request, response, bots, prefix);
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

  const bot = addBot(token);
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${prefix}`,
    bot,
    addBot,
    goDown,
    goUp: () => listen(port),
    async close() {
      for (const one of bots.values()) one.webhook.remove();
      if (server.listening) await goDown();
    },
  };
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  bots: Map<string, FakeBotState>,
  prefix: string,
): Promise<void> {
  const path = decodeURIComponent((request.url ?? '').split('?')[0] ?? '');
  const inside = path.startsWith(prefix) ? path.slice(prefix.length) : '';
  const file = /^\/file\/bot([^/]+)\/(.+)$/.exec(inside);
  if (file) {
    sendFile(response, bots.get(file[1]!), file[2]!);
    return;
  }
  const call = /^\/bot([^/]+)\/(\w+)$/.exec(inside);
  if (!call) {
    answer(response, refusal({ code: 404 }));
    return;
  }
  const payload = await readJson(request);
  const bot = bots.get(call[1]!);
  if (!bot) {
    answer(response, refusal({ code: /^\d+:[\w-]+$/.test(call[1]!) ? 401 : 404 }));
    return;
  }
  await carryOut(bot, call[2]!, payload, request, response);
}

async function carryOut(
  bot: FakeBotState,
  method: string,
  payload: Record<string, unknown>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  bot.calls.push({ method, payload });
  bot.changed();
  const failure = bot.script.next(method);
  if (failure && 'code' in failure) {
    answer(response, refusal(failure));
    bot.changed();
    return;
  }
  if (failure && 'page' in failure) {
    response.writeHead(failure.page, { 'content-type': 'text/html' }).end('<html>Bad gateway</html>');
    return;
  }
  if (failure && 'hang' in failure) return;
  if (failure && 'drop' in failure && failure.drop === 'before') {
    request.socket.destroy();
    return;
  }
  if (failure && 'delayMs' in failure) await new Promise((resolve) => setTimeout(resolve, failure.delayMs));
  const result = method === 'getUpdates' ? await getUpdates(bot, payload, response) : run(bot, method, payload);
  if (failure && 'drop' in failure) cut(request, failure.drop);
  else answer(response, result);
  bot.changed();
}

function cut(request: IncomingMessage, how: 'before' | 'after' | 'reset'): void {
  if (how === 'reset' && 'resetAndDestroy' in request.socket) request.socket.resetAndDestroy();
  else request.socket.destroy();
}

function run(bot: FakeBotState, method: string, payload: Record<string, unknown>): Record<string, unknown> {
  const result = METHODS[method]?.(bot, payload) ?? { code: 404, description: 'Not Found: method not found' };
  return 'code' in result ? refusal(result) : { ok: true, result: result.result };
}

async function getUpdates(
  bot: FakeBotState,
  payload: Record<string, unknown>,
  response: ServerResponse,
): Promise<Record<string, unknown>> {
  if (bot.webhook.url()) {
    const description = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete it";
    return refusal({ code: 409, description });
  }
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const limit = Math.min(Math.max(Number(payload.limit ?? 100), 1), 100);
  const timeoutMs = Math.min(Number(payload.timeout ?? 0), 50) * 1000;
  const asking = bot.queue.get({ offset: Number(payload.offset ?? 0), limit, timeoutMs }, gone.signal);
  bot.changed();
  const asked = await asking;
  return 'conflict' in asked ? refusal({ code: 409 }) : { ok: true, result: asked.updates };
}

function sendFile(response: ServerResponse, bot: FakeBotState | undefined, path: string): void {
  const file = [...(bot?.files.values() ?? [])].find((one) => one.path === path);
  const failure = bot?.script.next('file');
  if (failure && 'code' in failure) {
    answer(response, refusal(failure));
    return;
  }
  if (!file) {
    answer(response, refusal({ code: 404 }));
    return;
  }
  response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(file.bytes);
}

function answer(response: ServerResponse, body: Record<string, unknown>): void {
  if (response.destroyed) return;
  const status = body.ok ? 200 : Number(body.error_code);
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  if (text === '') return {};
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
