/** One run of the channel, from its start to its stop: its parts, joined together. */
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { ChatKey, InboundMessage } from '../../models/message.ts';
import type { SendResult, Take } from '../channel.ts';
import { createGroupManners } from '../group-manners.ts';
import type { FindHashtag } from '../group-talk.ts';
import { createFriends } from './friends.ts';
import { createArrivals } from './receiving/arrivals.ts';
import { createConverse } from './receiving/converse.ts';
import type { FetchedFiles } from './receiving/fetched-files.ts';
import { createIntake, type GroupPlace } from './receiving/intake.ts';
import { createCalls } from './sending/calls.ts';
import { createOwnSends } from './sending/own-sends.ts';
import { createSendText } from './sending/send-text.ts';
import { createThrottle } from './sending/throttle.ts';
import { IN_GROUP } from './sentences.vi.ts';
import type { Account } from './sign-in/account.ts';
import type { Status } from './status.ts';
import { createSupervisor, type Supervisor } from './supervisor.ts';
import type { Timing } from './timing.ts';
import { describe, troubleOf } from './web-client/call-error.ts';
import type { ZaloPort, ZaloSession } from './web-client/port.ts';

/** How often those who ask to be friends are looked up: what comes meanwhile is told anyway. */
const LOOK_UP_MS = 6 * 3_600_000;

export interface Run {
  supervisor: Supervisor;
  fetched: FetchedFiles;
  send(chat: ChatKey, person: string, text: string): Promise<SendResult>;
  stop(): Promise<void>;
}

export function createRun({
  zalo, account, status, fetched, findHashtag, take, recovered, clock, timing, random, log,
}: {
  zalo: ZaloPort;
  account: Account;
  status: Status;
  fetched: FetchedFiles;
  findHashtag: FindHashtag;
  take: Take;
  recovered: () => void;
  clock: Clock;
  timing: Timing;
  random: () => number;
  log: Log;
}): Run {
  const controller = new AbortController();
  const calls = createCalls({ timing, random, signal: controller.signal });
  const own = createOwnSends();
  const throttle = createThrottle({ clock, timing });
  let lookedUp = -Infinity;

  const arrivals = createArrivals({ take, timing, log, saving: status.saving, overflowed: () => converse.askAgain() });
  const sendText = createSendText({
    calls, own, throttle, timing, log,
    uid: account.uid,
    connected: () => supervisor.connected(timing.sendWaitMs),
    isSignedIn: () => account.credentials() !== undefined && !supervisor.refused(),
    signedOut: (session) => supervisor.signedOut(session),
  });
  const manners = createGroupManners<GroupPlace>({
    groupOf: ({ threadId }) => threadId,
    sign: ({ msgId, cliMsgId = '0', threadId }) =>
      onSession((session) => session.thumbsUp({ msgId, cliMsgId }, threadId)),
    line: ({ threadId }) => sendText({ id: threadId, group: true }, IN_GROUP),
    failed(error) {
      log.warn({ channel: 'zalo-personal', trouble: describe(troubleOf(error)) }, 'a courtesy in a group failed');
    },
    clock,
  });
  const friends = createFriends({
    timing, random, clock, log,
    accept: (uid) => onSession((session) => session.acceptFriend(uid)),
  });
  const intake = createIntake({
    arrivals, own, findHashtag, manners, log,
    uid: account.uid,
    saved: (message) => fetched.soon(refsOf(message)),
  });
  const converse = createConverse({
    account, arrivals, intake, timing,
    friendsAsked: friends.asked,
    opened(session) {
      if (clock().getTime() - lookedUp < LOOK_UP_MS) return;
      lookedUp = clock().getTime();
      void lookUpFriends(session);
    },
  });
  const supervisor = createSupervisor({
    zalo, account, status, timing, random, log, recovered,
    converse: converse.with,
  });

  function onSession<T>(call: (session: ZaloSession) => Promise<T>): Promise<T> {
    return calls.run(async () => {
      const session = supervisor.session();
      if (!session) throw new Error('not connected');
      return call(session);
    });
  }

  async function lookUpFriends(session: ZaloSession): Promise<void> {
    try {
      friends.asked(await session.friendRequests());
    } catch (error) {
      const trouble = describe(troubleOf(error));
      log.warn({ channel: 'zalo-personal', trouble }, 'who asks to be a friend could not be looked up');
    }
  }

  void fetched.tidy();

  return {
    supervisor, fetched,
    async send(chat, person, text) {
      const result = await sendText({ id: person, group: false }, text);
      if (result.status === 'sent') manners.wrote(chat);
      if (result.status === 'dead') manners.cannotWrite(chat);
      const session = supervisor.session();
      if (session) void account.keep(session);
      return result;
    },
    async stop() {
      const session = supervisor.session();
      controller.abort();
      friends.stop();
      await supervisor.stop();
      await arrivals.stop();
      await fetched.stop();
      if (session) await account.keep(session);
    },
  };
}

function refsOf({ content }: InboundMessage): string[] {
  return content.kind === 'media' ? content.files.map(({ ref }) => ref) : [];
}
