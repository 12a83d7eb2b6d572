/** What the bot itself does in groups: a thumb under what it took in, a line to those it cannot write to in private. */
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { ChatKey } from '../../models/message.ts';
import { describe, troubleOf } from './call-error.ts';
import type { SendText } from './send-text.ts';
import { IN_GROUP } from './sentences.vi.ts';

/** A group is no place for a machine's chatter. */
const A_MINUTE = 20;
const MINUTE_MS = 60_000;
/** Chats whose last word came from a group, kept in memory only. */
const MOST_CHATS = 500;

export interface GroupManners {
  /** A message of this group was taken into `chat`. */
  took(chat: ChatKey, groupId: string, thumbsUp: () => Promise<void>): void;
  /** `chat` cannot be written to: if it came from a group, the group is told to write in private, once. */
  cannotWrite(chat: ChatKey): void;
  /** Somebody called the bot and said nothing. */
  nothingSaid(groupId: string): void;
}

/** All of them are courtesies: tried once, never waited for, and no message depends on them. */
export function createGroupManners({ sendText, clock, log }: {
  sendText: SendText;
  clock: Clock;
  log: Log;
}): GroupManners {
  const cameFrom = new Map<ChatKey, string>();
  const said = new Map<string, number[]>();

  function mayAct(groupId: string): boolean {
    const now = clock().getTime();
    for (const [group, times] of said) if (now - times.at(-1)! >= MINUTE_MS) said.delete(group);
    const recent = (said.get(groupId) ?? []).filter((at) => now - at < MINUTE_MS);
    if (recent.length >= A_MINUTE) return false;
    said.set(groupId, [...recent, now]);
    return true;
  }

  function courtesy(groupId: string, act: () => Promise<unknown>): void {
    if (!mayAct(groupId)) return;
    act().catch((error: unknown) => {
      log.warn({ channel: 'zalo-personal', trouble: describe(troubleOf(error)) }, 'a courtesy in a group failed');
    });
  }

  function inviteToPrivate(groupId: string): void {
    courtesy(groupId, () => sendText({ id: groupId, group: true }, IN_GROUP));
  }

  return {
    took(chat, groupId, thumbsUp) {
      cameFrom.delete(chat);
      cameFrom.set(chat, groupId);
      if (cameFrom.size > MOST_CHATS) cameFrom.delete(cameFrom.keys().next().value!);
      courtesy(groupId, thumbsUp);
    },
    cannotWrite(chat) {
      const groupId = cameFrom.get(chat);
      cameFrom.delete(chat);
      if (groupId) inviteToPrivate(groupId);
    },
    nothingSaid: inviteToPrivate,
  };
}
