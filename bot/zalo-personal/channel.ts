/**
 * An ordinary Zalo account as a `Channel`, over the protocol of Zalo Web. Zalo does not offer this: the account can be
 * locked. So the bot answers and never begins, writes slowly and one message at a time, and never fights over the
 * account.
 *
 * `run.ts` joins the parts from a start to its stop: `sign-in/` knows the account and its code, `supervisor.ts` keeps
 * it connected, `receiving/` sorts and saves what comes, `sending/` writes; `web-client/` alone speaks with Zalo.
 */
import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { FileStore } from '../../models/files.ts';
import type { InboundMessage } from '../../models/message.ts';
import type { Capabilities, Channel, SignIn, Take } from '../channel.ts';
import type { FindHashtag } from '../group-talk.ts';
import { fetchPublicFile } from '../public-file.ts';
import { createFetchedFiles } from './receiving/fetched-files.ts';
import { prefixOf } from './receiving/to-inbound.ts';
import { createRun, type Run } from './run.ts';
import { MAX_TEXT } from './sending/send-text.ts';
import { HEALTH, REASON } from './sentences.vi.ts';
import { createAccount } from './sign-in/account.ts';
import { createCredentialStore } from './sign-in/credential-store.ts';
import { createSignIn } from './sign-in/sign-in.ts';
import { createStatus } from './status.ts';
import { TIMING, type Timing } from './timing.ts';
import type { Fetch } from './web-client/patient-fetch.ts';
import type { ZaloPort, ZaloSession } from './web-client/port.ts';
import { createZalo } from './web-client/zalo.ts';

export interface ZaloPersonalOptions {
  /** Encrypts the credentials on disk. */
  key: string;
  /** The folder of this channel: credentials, notes about fetched files. */
  dir: string;
  files: Pick<FileStore, 'save' | 'read'>;
  clock: Clock;
  log: Log;
  /** How Zalo's web servers and people's files are reached; tests hand in their own. */
  fetch?: Fetch;
  /** Finds a plan's hashtag in what is said in a group; without it only mentions and replies count there. */
  findHashtag?: FindHashtag;
  /** From 0 to 1, for distances that should not be regular. */
  random?: () => number;
  timing?: Partial<Timing>;
  /** Instead of the library, for tests. */
  zalo?: ZaloPort;
}

export interface ZaloPersonalChannel extends Channel {
  readonly signIn: SignIn;
}

/** The pace that can be told; `calls.ts` keeps the account's own, which chance makes longer. */
const CAPABILITIES: Capabilities = {
  buttons: false,
  edit: false,
  maxText: MAX_TEXT,
  initiate: false,
  reactions: true,
  pace: { perChat: 1_000, perAccount: 1_000 },
};

/** Nothing is read or asked before `start`. */
export function createZaloPersonalChannel(options: ZaloPersonalOptions): ZaloPersonalChannel {
  const { key, dir, files, clock, log, fetch = globalThis.fetch, random = Math.random } = options;
  const timing = { ...TIMING, ...options.timing };
  const zalo = options.zalo ?? createZalo({ fetch, timing });
  const account = createAccount({ store: createCredentialStore({ dir, key, clock }), log });
  const status = createStatus({ account: account.uid, clock, notSaved: HEALTH.notSaved });
  let run: Run | undefined;
  let loaded: Promise<void> | undefined;

  function isSignedIn(): boolean {
    return account.credentials() !== undefined && !run?.supervisor.refused();
  }

  const signIn = createSignIn({
    zalo, isSignedIn, clock, timing, log,
    why: () => (account.unreadable() ? HEALTH.unreadable : account.credentials() ? HEALTH.expired : undefined),
    async accept(session: ZaloSession) {
      const { kept, other } = await account.adopt(session);
      if (other) log.warn({ channel: 'zalo-personal', account: session.uid }, 'another account was signed in');
      status.note(kept ? (other ? HEALTH.otherAccount : undefined) : HEALTH.notKept);
      run?.supervisor.adopt(session);
    },
  });

  function begin(take: Take): Run {
    return createRun({
      zalo, account, status, clock, log, timing, random,
      findHashtag: options.findHashtag ?? (() => null),
      fetched: createFetchedFiles({
        dir: join(dir, 'fetched'), files, clock, log,
        fetchFile: (address) => fetchPublicFile(address, {
          channel: 'zalo-personal', fetch: options.fetch, timeoutMs: timing.downloadMs, log,
        }),
      }),
      recovered: () => void signIn.cancel(),
      async take(message: InboundMessage) {
        await take(message);
        status.took();
      },
    });
  }

  return {
    name: 'zalo-personal',
    get account() {
      return account.uid();
    },
    get chatPrefix() {
      return prefixOf(account.uid());
    },
    capabilities: CAPABILITIES,
    signIn: {
      state: signIn.state,
      async begin() {
        // A session would have nobody to take care of it.
        if (run) await signIn.begin();
      },
    },

    async start(take) {
      if (run) throw new Error('The Zalo channel is started already.');
      status.starting();
      const starting = begin(take);
      run = starting;
      loaded ??= account.load();
      await loaded;
      if (run === starting) starting.supervisor.start();
    },

    async stop() {
      const ending = run;
      run = undefined;
      await signIn.cancel();
      await ending?.stop();
      if (!run) status.stopped();
    },

    async send(chat, { text }) {
      const person = account.uid() !== '' && chat.startsWith(prefixOf(account.uid()))
        ? chat.slice(prefixOf(account.uid()).length) : '';
      if (!/^[\w-]{1,64}$/.test(person)) return { status: 'refused', reason: REASON.foreignChat };
      if (text.length > MAX_TEXT) return { status: 'refused', reason: REASON.tooLong };
      if (text.trim() === '') return { status: 'refused', reason: REASON.empty };
      if (!run) return { status: 'retry', afterMs: timing.sendWaitMs, reason: REASON.notConnected };
      return run.send(chat, person, text);
    },

    async download(ref) {
      if (!run) throw new Error('The Zalo channel is not started.');
      return run.fetched.download(ref);
    },

    health: () => status.health(),
  };
}
