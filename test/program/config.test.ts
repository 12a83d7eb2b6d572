import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig, StartError } from '../../config.ts';
import { ROOT } from './program.ts';

describe('settings', () => {
  it('are all optional: this machine only, the rehearsal, the web chat', () => {
    expect(readConfig({})).toMatchObject({
      host: '127.0.0.1', port: 3000, dataDir: resolve('data'), plans: [], webChat: true, logLevel: 'info', telegram: undefined,
      mongodbUri: undefined, redisUrl: undefined, publicUrl: undefined,
    });
  });

  it('that are empty or blank are the same as none', () => {
    const empty = Object.fromEntries(namesInCode().map((name) => [name, ' ']));

    expect(readConfig(empty)).toEqual(readConfig({}));
  });

  it.each<[string, Record<string, string>, object]>([
    ['names of plans with blanks and a comma too many', { PLANS: ' a , b,,' }, { plans: ['a', 'b'] }],
    ['an address with slashes at its end', { PUBLIC_URL: 'https://x.example//' }, { publicUrl: 'https://x.example' }],
    ['a token: the web chat is off', { TELEGRAM_BOT_TOKEN: '1:a' }, { webChat: false, telegram: { token: '1:a' } }],
    ['a token and the web chat', { TELEGRAM_BOT_TOKEN: '1:a', WEB_CHAT: 'on' }, { webChat: true }],
    ['no network at all', { WEB_CHAT: 'off' }, { webChat: false, telegram: undefined }],
    ['any free port', { PORT: '0' }, { port: 0 }],
    ['a folder relative to where it is started', { DATA_DIR: 'd', PLANS_DIR: 'p' }, { dataDir: resolve('d'), plansDir: resolve('p') }],
  ])('may be %s', (_, env, config) => {
    expect(readConfig(env)).toMatchObject(config);
  });

  it.each<[string, Record<string, string>]>([
    ['PORT', { PORT: '65536' }], ['PORT', { PORT: '-1' }], ['PORT', { PORT: '3000x' }], ['PORT', { PORT: '3e3' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'doithoai.example' }], ['PUBLIC_URL', { PUBLIC_URL: 'javascript:alert(1)' }],
    ['MONGODB_URI', { MONGODB_URI: 'localhost:27017' }], ['REDIS_URL', { REDIS_URL: 'http://localhost' }],
    ['TELEGRAM_BOT_TOKEN', { TELEGRAM_BOT_TOKEN: 'abc' }], ['TELEGRAM_API_ROOT', { TELEGRAM_API_ROOT: 'api.telegram.org' }],
    ['TELEGRAM_WEBHOOK_SECRET', { TELEGRAM_WEBHOOK_SECRET: 'có dấu' }],
    ['TELEGRAM_WEBHOOK_SECRET needs PUBLIC_URL', { TELEGRAM_WEBHOOK_SECRET: 'abcdefgh' }],
    ['TELEGRAM_WEBHOOK_SECRET needs PUBLIC_URL', { TELEGRAM_WEBHOOK_SECRET: 'abcdefgh', PUBLIC_URL: 'http://x.example' }],
    ['WEB_CHAT', { WEB_CHAT: 'yes' }], ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
  ])('name what is wrong with %s, and do not repeat a secret', (name, env) => {
    const error = refusalOf(env);

    expect(error).toBeInstanceOf(StartError);
    expect(error.message).toContain(name);
    expect(error.message).not.toContain('abcdefgh');
  });

  it('name all that is wrong at once', () => {
    expect(refusalOf({ PORT: 'x', WEB_CHAT: 'x', REDIS_URL: 'x' }).message).toMatch(/PORT[\s\S]*REDIS_URL[\s\S]*WEB_CHAT/);
  });

  it('are each explained in .env.example, and nothing else is', () => {
    const explained = [...readFileSync(join(ROOT, '.env.example'), 'utf8').matchAll(/^#?\s?([A-Z][A-Z_]+)=/gm)].map(([, name]) => name!);

    expect(explained.toSorted()).toEqual(namesInCode().toSorted());
  });
});

function namesInCode(): string[] {
  const schema = readFileSync(join(ROOT, 'config.ts'), 'utf8');
  return [...schema.matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map(([, name]) => name!);
}

function refusalOf(env: Record<string, string>): Error {
  try {
    readConfig(env);
  } catch (error) {
    return error as Error;
  }
  throw new Error('it was not refused');
}
