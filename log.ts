/** What the program says of itself: a fixed sentence and ids, never a person's words, name, number or token. */
export interface Log {
  info(fields: Record<string, unknown>, message: string): void;
  /** Perhaps trouble: the network is down, a message was refused. */
  warn(fields: Record<string, unknown>, message: string): void;
  /** Our own fault. */
  error(fields: Record<string, unknown>, message: string): void;
}

/** For tests and commands that keep quiet. */
export const silentLog: Log = { info() {}, warn() {}, error() {} };
