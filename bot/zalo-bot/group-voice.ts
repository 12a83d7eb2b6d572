import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { ZaloBotApi } from './api.ts';
import { troubleOf } from './call-error.ts';

/** Lines a minute in one group; more would disturb the talk of its people. */
const MOST_A_MINUTE = 20;
const MINUTE_MS = 60_000;

/** Says one line in a group: a courtesy, tried once, never waited for, and nothing depends on it. */
export type GroupVoice = (group: string, line: string) => void;

export function createGroupVoice({ api, clock, log, signal }: {
  api: ZaloBotApi;
  clock: Clock;
  log: Log;
  signal: AbortSignal;
}): GroupVoice {
  /** When lines were said, by group; gone with the program. */
  const said = new Map<string, number[]>();

  return function say(group, line) {
    const now = clock().getTime();
    const recent = (said.get(group) ?? []).filter((at) => at > now - MINUTE_MS);
    if (signal.aborted || recent.length >= MOST_A_MINUTE) return;
    said.set(group, [...recent, now]);
    api.call('sendMessage', { chat_id: group, text: line }, { signal }).catch((error: unknown) => {
      const trouble = troubleOf(error);
      if (trouble?.kind === 'stopped') return;
      const code = trouble?.kind === 'refused' ? trouble.code : undefined;
      log.warn({ channel: 'zalo-bot', trouble: trouble?.kind, code }, 'a courtesy call failed');
    });
  };
}
