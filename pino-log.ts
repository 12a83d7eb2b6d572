/** The program's log: one line an event, JSON for machines and readable on a terminal. */
import pino from 'pino';
import pretty from 'pino-pretty';
import type { Config } from './config.ts';
import type { Log } from './log.ts';

/** Only kind and place are kept: an error's message can carry people's words (a validation error quotes the value). */
function withoutWords(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const { name, code, stack } = error as Error & { code?: unknown };
  const frames = stack?.split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 6).map((line) => line.trim());
  return { type: name, ...(code !== undefined && { code }), at: frames };
}

/** A log that writes to `output`: JSON lines, or readable ones where it is a terminal. */
export function createLog(level: Config['logLevel'], output: NodeJS.WriteStream & { fd: number }): Log {
  const options = { level, base: undefined, serializers: { err: withoutWords, error: withoutWords } };
  return output.isTTY
    ? pino(options, pretty({ colorize: true, translateTime: 'SYS:HH:MM:ss', destination: output, sync: true }))
    : pino({ ...options, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ dest: output.fd, sync: true }));
}
