/** The networks that run here, as staff see and steer them: how they are, what waits, pause, sign-in. */
import type { Log } from '../log.ts';
import type { ChannelName, ChatKey } from '../models/message.ts';
import type { StaffMember } from '../models/staff.ts';
import type { Stores } from '../models/stores/index.ts';
import type { Pause, Pauses } from './pauses.ts';

/** How a network says that it is. */
export interface NetworkHealth {
  account: string;
  state: 'starting' | 'up' | 'down' | 'stopped';
  /** Plain words for staff. */
  detail?: string;
  connectedSince?: Date;
  /** The last message of a person since the program started. */
  lastMessageAt?: Date;
  /** Nothing goes on until a person does something: signs in, ends another program. */
  needsPerson?: true;
}

/** Where the signing in of an account by a code on the screen stands. */
export type NetworkSignIn =
  | { step: 'signed-in' }
  | { step: 'needed'; detail?: string }
  | { step: 'code'; png: Buffer; expiresAt: Date }
  | { step: 'scanned'; by: string };

/** What is needed of a running network. Account and prefix change when another account signs in: always ask anew. */
export interface RunningNetwork {
  readonly name: ChannelName;
  readonly account: string;
  /** Never empty, which would mean the chats of all networks. */
  readonly chatPrefix: string;
  /** False where pages read for themselves what the bot says, so that nothing can be held back. */
  readonly pausable?: false;
  readonly signIn?: { state(): NetworkSignIn; begin(): Promise<void> };
  health(): NetworkHealth;
}

/** One network's account, for people. */
export interface NetworkSummary extends NetworkHealth {
  name: ChannelName;
  pausable: boolean;
  /** Who last paused it or let it go on, by name; absent when nobody ever has. */
  pause?: Pause;
  /** Messages on their way to people, and since when the oldest waits. */
  waiting: number;
  waitingSince?: Date;
  /** Messages that did not arrive, or perhaps not, in the last thirty days. */
  failed: number;
}

/** A message that did not arrive: never its words, never to whom. */
export interface SendFailure {
  writtenAt: Date;
  reason?: string;
  /** The network did not say whether it arrived. */
  uncertain: boolean;
}

export interface NetworkDetail extends NetworkSummary {
  /** The latest, newest first. */
  failures: SendFailure[];
  signIn?: NetworkSignIn;
}

/** Something about a network that staff should know wherever they are in the console. */
export interface NetworkAlert { name: ChannelName; kind: 'needs-person' | 'down' | 'paused'; detail?: string }

/** A network as `GET /healthz` tells of it; without counts when the database does not answer. */
export type NetworkReport = NetworkHealth & { name: ChannelName; paused?: boolean; waiting?: number };

/** Failures that are shown of a network. */
const LATEST = 50;

export type Networks = ReturnType<typeof createNetworks>;

/** The use cases on the running networks. What names a network that is not running answers null or false. */
export function createNetworks({ stores, channels, pauses, sendLater, log }: {
  stores: Pick<Stores, 'chats' | 'outbox' | 'staff'>;
  channels: readonly RunningNetwork[];
  pauses: Pauses;
  sendLater: (chat: ChatKey) => Promise<void>;
  log: Log;
}) {
  function find(name: string): RunningNetwork | undefined {
    return channels.find((channel) => channel.name === name);
  }

  async function summary(channel: RunningNetwork): Promise<NetworkSummary> {
    const { name, chatPrefix, pausable = true } = channel;
    const [tally, pause] = await Promise.all([stores.outbox.tally(chatPrefix), pauses.last(name)]);
    const by = pause && await stores.staff.byId(pause.by);
    return { ...healthOf(channel), pausable, ...tally, ...(pause && { pause: { ...pause, by: by?.name ?? '' } }) };
  }

  async function setPaused(name: string, paused: boolean, by: Pick<StaffMember, 'id'>): Promise<boolean> {
    const channel = find(name);
    if (!channel || channel.pausable === false) return false;
    await pauses.set(channel.name, paused, by.id);
    log.info({ channel: channel.name, staff: by.id, paused }, 'somebody of the staff paused a network or let it go on');
    if (paused) return true;
    for (const chat of await stores.outbox.chatsPending(channel.chatPrefix)) await sendLater(chat);
    return true;
  }

  return {
    /** All of them, in the order in which they were built. */
    list: (): Promise<NetworkSummary[]> => Promise.all(channels.map(summary)),

    async one(name: string): Promise<NetworkDetail | null> {
      const channel = find(name);
      if (!channel) return null;
      const [known, failures] = await Promise.all([
        summary(channel), stores.outbox.failures(LATEST, channel.chatPrefix),
      ]);
      return {
        ...known,
        failures: failures.map(({ createdAt, reason, state }) => (
          { writtenAt: createdAt, reason, uncertain: state === 'unknown' })),
        signIn: channel.signIn?.state(),
      };
    },

    /** What goes out waits from now on, also after a restart; what comes in is taken as before. Harmless twice. */
    pause: (name: string, by: Pick<StaffMember, 'id'>): Promise<boolean> => setPaused(name, true, by),

    /** What has waited leaves, in its order. Harmless twice. */
    resume: (name: string, by: Pick<StaffMember, 'id'>): Promise<boolean> => setPaused(name, false, by),

    /** Null also for a network that is not signed in by a code. */
    signIn: (name: string): NetworkSignIn | null => find(name)?.signIn?.state() ?? null,

    /** Asks the network for a code; resolves once it is there, or could not be had. */
    async beginSignIn(name: string): Promise<boolean> {
      const signIn = find(name)?.signIn;
      await signIn?.begin();
      return signIn !== undefined;
    },

    /** What is not as it should be; cheap enough for every page. */
    async alerts(): Promise<NetworkAlert[]> {
      const found = await Promise.all(channels.map(async (channel): Promise<NetworkAlert[]> => {
        const { name, state, detail, needsPerson } = healthOf(channel);
        if (needsPerson) return [{ name, kind: 'needs-person', detail }];
        if (state === 'down') return [{ name, kind: 'down', detail }];
        return await pauses.isPaused(name) ? [{ name, kind: 'paused' }] : [];
      }));
      return found.flat();
    },

    /**
     * For a monitor: no name of anybody, no number but the bot's own account. `well`: the messages of people are taken.
     * A network that is paused takes them too.
     */
    async report({ counts }: { counts: boolean }): Promise<{ well: boolean; networks: NetworkReport[] }> {
      const all = await Promise.all(channels.map(async (channel) => {
        const health = healthOf(channel);
        if (!counts) return { well: health.state === 'up', report: health };
        const looked = Promise.all([isWell(health), countsOf(channel)]);
        const [well, more] = await looked.catch(() => [false, undefined] as const);
        return { well, report: { ...health, ...more } };
      }));
      return { well: all.every(({ well }) => well), networks: all.map(({ report }) => report) };
    },
  };

  async function countsOf({ name, chatPrefix }: RunningNetwork) {
    const [paused, waiting] = await Promise.all([pauses.isPaused(name), stores.outbox.waiting(chatPrefix)]);
    return { paused, waiting };
  }

  /**
   * A network that waits for its first sign-in is no fault, for nobody writes there yet: were it one, whatever restarts
   * the program on a bad report would do so before anybody could sign in. Where people have written it is one.
   */
  async function isWell({ name, state, needsPerson, account }: NetworkReport): Promise<boolean> {
    if (state === 'up') return true;
    return needsPerson === true && account === '' && !(await stores.chats.anyOn(name));
  }
}

/** Only what is promised, whatever else a network says of itself. */
function healthOf(channel: RunningNetwork): NetworkHealth & { name: ChannelName } {
  const { account, state, detail, connectedSince, lastMessageAt, needsPerson } = channel.health();
  return {
    name: channel.name, account, state,
    ...(detail && { detail }), ...(connectedSince && { connectedSince }),
    ...(lastMessageAt && { lastMessageAt }), ...(needsPerson && { needsPerson }),
  };
}
