/** The account that the program signs in with, and what Zalo keeps of its chats. */
import { createGroup, type FakeZaloGroup, type GroupState } from './group.ts';
import { createMedia, type Media } from './media.ts';
import { createScript, type Script } from './script.ts';
import { messageData, type MessageData, type Said, type Stamp } from './shapes.ts';
import type { Sockets } from './sockets.ts';
import { createUser, type FakeZaloUser, type UserState } from './user.ts';

export type Thread = 'user' | 'group';

/** One message in Zalo's keeping. */
export interface Post { thread: Thread; data: MessageData }

/** What somebody sees of the account: what the program sent, or what a person typed on its phone. */
export interface Heard {
  msgId: string;
  text: string;
  by: 'program' | 'operator';
  /** The message that it answers. */
  quotes?: string;
  mentions?: { uid: string; pos: number; len: number }[];
  recalled?: true;
}

export interface FakeAccount {
  uid: string;
  name: string;
  /** Messages since the account was signed in, oldest first: what asking for old messages brings. */
  history: Post[];
  readonly users: Map<string, UserState>;
  readonly groups: Map<string, GroupState>;
  readonly media: Media;
  readonly script: Script;
  readonly sockets: Sockets;
  stamp(): Stamp;
  /** Keeps a message and pushes it to whoever listens. */
  post(thread: Thread, said: Said): MessageData;
  push(posts: readonly Post[]): void;
  /** All that `play` does arrives in one frame. */
  together(play: () => void): void;
  /** Something that is not a message: a friend request, a reaction. */
  tell(command: number, data: unknown): void;
  find(msgId: string): Post | undefined;
  user(uid: string, name?: string): FakeZaloUser;
  group(id: string, name?: string): FakeZaloGroup;
  changed(): void;
  until(check: () => boolean, what: string, withinMs?: number): Promise<void>;
}

export function createAccount({ uid, name, firstMsgId, echo, sockets }: {
  uid: string;
  name: string;
  firstMsgId: bigint;
  /** Whether what the account itself says is pushed too. */
  echo: boolean;
  sockets: Sockets;
}): FakeAccount {
  const listeners = new Set<() => void>();
  const people = new Map<string, FakeZaloUser>();
  const gatherings = new Map<string, FakeZaloGroup>();
  let batch: Post[] | undefined;
  let nextId = firstMsgId;
  let millis = 1_790_000_000_000;

  const account: FakeAccount = {
    uid, name, sockets,
    history: [], users: new Map(), groups: new Map(),
    media: createMedia(),
    script: createScript(),
    stamp() {
      nextId += 7n;
      millis += 1_000;
      return { msgId: String(nextId), cliMsgId: String(millis - 40), ts: String(millis) };
    },
    post(thread, said) {
      const data = messageData(account.stamp(), said);
      const post = { thread, data };
      account.history.push(post);
      if (said.from === '0' && !echo) return data;
      if (batch) batch.push(post);
      else account.push([post]);
      account.changed();
      return data;
    },
    push(posts) {
      const of = (wanted: Thread) => posts.filter(({ thread }) => thread === wanted).map(({ data }) => data);
      if (of('user').length > 0) sockets.push(501, 0, { msgs: of('user') });
      if (of('group').length > 0) sockets.push(521, 0, { groupMsgs: of('group') });
    },
    together(play) {
      batch = [];
      play();
      const posts = batch;
      batch = undefined;
      account.push(posts);
    },
    tell: (command, data) => void sockets.push(command, 0, data),
    find: (msgId) => account.history.find(({ data }) => data.msgId === msgId),
    user(id, called = `Người ${id}`) {
      return obtain(people, id, () => createUser(account, id, called));
    },
    group(id, called = `Nhóm ${id}`) {
      return obtain(gatherings, id, () => createGroup(account, id, called));
    },
    changed() {
      for (const listener of listeners) listener();
    },
    until(check, what, withinMs = 5_000) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          listeners.delete(look);
          reject(new Error(`Waited ${withinMs} ms in vain: ${what}`));
        }, withinMs);
        function look(): void {
          if (!check()) return;
          clearTimeout(timer);
          listeners.delete(look);
          resolve();
        }
        listeners.add(look);
        look();
      });
    },
  };
  return account;
}

function obtain<T>(map: Map<string, T>, id: string, make: () => T): T {
  const known = map.get(id) ?? make();
  map.set(id, known);
  return known;
}
