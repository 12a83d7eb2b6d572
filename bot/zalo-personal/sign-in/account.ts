import type { Log } from '../../../log.ts';
import type { ZaloSession } from '../web-client/port.ts';
import type { CredentialStore } from './credential-store.ts';
import type { Credentials } from './credentials.ts';

/** The account that this channel speaks for, and what is kept of it between two starts. */
export interface Account {
  /** Reads what was kept; never rejects. */
  load(): Promise<void>;
  /** Empty until somebody has signed in. */
  uid(): string;
  credentials(): Credentials | undefined;
  /** There is a file that cannot be read. */
  unreadable(): boolean;
  /** A person signed this account in. `kept`: it is on disk too; `other`: it was another account before. */
  adopt(session: ZaloSession): Promise<{ kept: boolean; other: boolean }>;
  /** Keeps the cookies when they have changed; never rejects. */
  keep(session: ZaloSession): Promise<void>;
  /** The first look at the old messages has told where ours begin. */
  beganAfter(ts: number): void;
}

export function createAccount({ store, log }: { store: CredentialStore; log: Log }): Account {
  let credentials: Credentials | undefined;
  let unreadable = false;

  async function save(): Promise<boolean> {
    if (!credentials) return false;
    try {
      await store.save(credentials);
      return true;
    } catch (error) {
      const { code, name } = error as NodeJS.ErrnoException;
      log.error({ channel: 'zalo-personal', error: code ?? name }, 'the sign-in to Zalo could not be kept on disk');
      return false;
    }
  }

  return {
    async load() {
      const found = await store.load().catch((error: NodeJS.ErrnoException) => {
        log.error({ channel: 'zalo-personal', error: error.code ?? error.name }, 'the sign-in to Zalo cannot be read');
        return 'unreadable' as const;
      });
      unreadable = found === 'unreadable';
      credentials = typeof found === 'string' ? undefined : found;
    },
    uid: () => credentials?.uid ?? '',
    credentials: () => credentials,
    unreadable: () => unreadable,
    async adopt(session) {
      const before = credentials;
      const same = before?.uid === session.uid;
      // An account that was away for a while still has its own messages to catch up with.
      credentials = { ...session.credentials(), uid: session.uid, ...(same && { since: before.since }) };
      unreadable = false;
      return { kept: await save(), other: before !== undefined && !same };
    },
    async keep(session) {
      if (session.uid !== credentials?.uid) return;
      credentials = { ...credentials, ...session.credentials() };
      await save();
    },
    beganAfter(ts) {
      if (!credentials) return;
      credentials = { ...credentials, since: ts };
      void save();
    },
  };
}
