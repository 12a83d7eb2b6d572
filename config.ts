/** What the program is told through the environment: the only file that reads it. Every name is in `.env.example`. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';

/** An empty variable means the same as none. */
const text = z.string().trim().transform((value) => value || undefined).optional();

const schema = z.object({
  HOST: text,
  PORT: text.transform((value) => value ?? '3000').pipe(
    z.string().regex(/^\d{1,5}$/, 'must be a number from 0 to 65535, such as 3000').transform(Number).refine(
      (port) => port <= 65_535, 'must be a number from 0 to 65535, such as 3000'),
  ),
  PUBLIC_URL: text.pipe(
    z.url({ protocol: /^https?$/, error: 'must be an address such as https://doithoai.example.vn' }).optional(),
  ),
  DATA_DIR: text,
  PLANS: text,
  PLANS_DIR: text,
  MONGODB_URI: text.pipe(
    z.string().regex(/^mongodb(\+srv)?:\/\//, 'must begin with mongodb:// or mongodb+srv://').optional(),
  ),
  REDIS_URL: text.pipe(z.string().regex(/^rediss?:\/\//, 'must begin with redis:// or rediss://').optional()),
  TELEGRAM_BOT_TOKEN: text.pipe(
    z.string().regex(/^\d+:[\w-]+$/, 'must look like 123456:ABC-def, as @BotFather gives it').optional(),
  ),
  TELEGRAM_API_ROOT: text.pipe(
    z.url({ protocol: /^https?$/, error: 'must be an address such as https://api.telegram.org' }).optional(),
  ),
  TELEGRAM_WEBHOOK_SECRET: text.pipe(
    z.string().regex(/^[\w-]{8,256}$/, 'must be 8 to 256 characters of A-Z, a-z, 0-9, _ and -').optional(),
  ),
  ZALO_BOT_TOKEN: text.pipe(
    z.string().regex(/^[\w-]+:[\w-]+$/, 'must look like 123456:ABC-def, as Zalo Bot Manager gives it').optional(),
  ),
  ZALO_BOT_API_ROOT: text.pipe(
    z.url({ protocol: /^https?$/, error: 'must be an address such as https://bot-api.zaloplatforms.com' }).optional(),
  ),
  ZALO_BOT_WEBHOOK_SECRET: text.pipe(
    z.string().regex(/^[\w-]{8,256}$/, 'must be 8 to 256 characters of A-Z, a-z, 0-9, _ and -').optional(),
  ),
  ZALO_PERSONAL_KEY: text.pipe(
    z.string().min(16, 'must be at least 16 characters; keep it: without it the account is signed in anew').optional(),
  ),
  WEB_CHAT: text.pipe(z.enum(['on', 'off'], { error: 'must be on or off' }).optional()),
  LOG_LEVEL: text.pipe(
    z.enum(['error', 'warn', 'info', 'debug'], { error: 'must be error, warn, info or debug' }).optional(),
  ),
});

/** A network that gives bots a token; with a webhook secret it delivers to `PUBLIC_URL`, otherwise it is asked. */
export interface BotConfig { token: string; apiRoot?: string; webhookSecret?: string }

/** What the environment says, checked and with its defaults. */
export interface Config {
  host: string;
  port: number;
  /** Where people reach this program, without a slash at the end; absent: on this machine only. */
  publicUrl?: string;
  dataDir: string;
  /** Ids of the plans to serve; empty: the rehearsal. */
  plans: string[];
  /** The commune's own plans, looked at before the built-in ones. */
  plansDir?: string;
  mongodbUri?: string;
  redisUrl?: string;
  telegram?: BotConfig;
  /** The official Zalo Bot Platform. */
  zaloBot?: BotConfig;
  /** An ordinary Zalo account; `key` encrypts its credentials on disk. */
  zaloPersonal?: { key: string };
  webChat: boolean;
  logLevel: 'error' | 'warn' | 'info' | 'debug';
}

/** A mistake that a person can mend: the message says how, and no stack trace is shown. */
export class StartError extends Error {
  override name = 'StartError';
}

/**
 * Reads and checks the environment.
 * @throws StartError naming every variable that is wrong, and what it should be.
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const parsed = schema.safeParse(env);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')} ${message}`);
    throw new StartError(`The settings are not right:\n${lines.join('\n')}\nThey are explained in .env.example.`);
  }
  const values = parsed.data;
  for (const name of ['TELEGRAM_WEBHOOK_SECRET', 'ZALO_BOT_WEBHOOK_SECRET'] as const) {
    if (values[name] && !values.PUBLIC_URL?.startsWith('https://')) {
      throw new StartError(`${name} needs PUBLIC_URL with https://, where the network can deliver messages.`);
    }
  }
  const networks = {
    telegram: botConfig(values.TELEGRAM_BOT_TOKEN, values.TELEGRAM_API_ROOT, values.TELEGRAM_WEBHOOK_SECRET),
    zaloBot: botConfig(values.ZALO_BOT_TOKEN, values.ZALO_BOT_API_ROOT, values.ZALO_BOT_WEBHOOK_SECRET),
    zaloPersonal: values.ZALO_PERSONAL_KEY ? { key: values.ZALO_PERSONAL_KEY } : undefined,
  };
  return {
    host: values.HOST ?? '127.0.0.1',
    port: values.PORT,
    publicUrl: values.PUBLIC_URL?.replace(/\/+$/, ''),
    dataDir: resolve(values.DATA_DIR ?? 'data'),
    plans: values.PLANS?.split(',').map((id) => id.trim()).filter(Boolean) ?? [],
    plansDir: values.PLANS_DIR && resolve(values.PLANS_DIR),
    mongodbUri: values.MONGODB_URI,
    redisUrl: values.REDIS_URL,
    ...networks,
    webChat: values.WEB_CHAT ? values.WEB_CHAT === 'on' : !Object.values(networks).some(Boolean),
    logLevel: values.LOG_LEVEL ?? 'info',
  };
}

function botConfig(token?: string, apiRoot?: string, webhookSecret?: string): BotConfig | undefined {
  return token === undefined ? undefined : { token, apiRoot, webhookSecret };
}

/** The environment of this process, with what a `.env` file beside the program adds to it. */
export function environment(): NodeJS.ProcessEnv {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return process.env;
}
