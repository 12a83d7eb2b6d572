import type { Log } from '../../log.ts';
import { contentOf, MAX_FILE_BYTES } from '../public-file.ts';
import type { TelegramApi } from './api.ts';
import { TelegramCallError, troubleOf } from './call-error.ts';

/**
 * The content behind a `file_id`. Null when it can never be had (too big, no longer known): logged with the reason.
 * Rejects with `TelegramCallError` while Telegram cannot be reached: worth another try.
 */
export async function download(
  ref: string,
  { api, log, timeoutMs }: { api: TelegramApi; log: Log; timeoutMs: number },
): Promise<Buffer | null> {
  function none(reason: string): null {
    log.warn({ channel: 'telegram', reason }, 'a file cannot be fetched');
    return null;
  }

  let file: { file_path?: string; file_size?: number };
  try {
    file = await api.call('getFile', { file_id: ref });
  } catch (error) {
    const trouble = troubleOf(error);
    if (trouble?.kind !== 'refused' || trouble.code !== 400) throw error;
    return none(/too big/i.test(trouble.description) ? 'too big' : 'unknown to Telegram');
  }
  if ((file.file_size ?? 0) > MAX_FILE_BYTES) return none('too big');
  if (!file.file_path) return none('no path');
  // A local Bot API server names a file of its own disk, which need not be ours.
  if (file.file_path.startsWith('/')) return none('on the disk of a local Bot API server');
  return await fetchContent(api.fileUrl(file.file_path), timeoutMs, none);
}

async function fetchContent(url: URL, timeoutMs: number, none: (reason: string) => null): Promise<Buffer | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    if (response.status === 404 || response.status === 410) return none('gone');
    if (!response.ok || !response.body) throw new Error('no content');
    return (await contentOf(response.body)) ?? none('too big');
  } catch {
    // What was caught may name the address, and the address holds the token.
    throw new TelegramCallError('file', { kind: 'no-answer' });
  }
}
