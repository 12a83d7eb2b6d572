import type { Log } from '../../log.ts';
import { troubleOf } from './call-error.ts';

/** Courtesies: tried once, never waited for, and no message depends on them. This notes one that failed. */
export function noteCourtesy(log: Log, error: unknown, updateId?: number): void {
  const trouble = troubleOf(error);
  const code = trouble?.kind === 'refused' ? trouble.code : undefined;
  // 400: the press is too old to be answered, or the group allows no such reaction, which is nobody's fault.
  if (trouble?.kind === 'stopped' || code === 400) return;
  log.warn({ channel: 'telegram', updateId, trouble: trouble?.kind, code }, 'a courtesy call failed');
}
