/** What the bot itself does in groups: a sign under what it took in, a line to those it cannot write to in private. */
import type { Clock } from '../clock.ts';
import type { ChatKey } from '../models/message.ts';

/** A group is no place for a machine's chatter. */
const A_MINUTE = 20;
const MINUTE_MS = 60_000;
/** Chats whose last word came from a group; kept in memory only, and these many at most. */
const MOST_CHATS = 500;

/** Courtesies: tried once, never waited for, and no message depends on them. `Place` names a message in a group. */
export interface GroupManners<Place> {
  /** A message was taken into `chat`: a sign under it. */
  took(chat: ChatKey, place: Place): void;
  /** `chat` cannot be written to: if its last word came from a group, a line there says to write in private, once. */
  cannotWrite(chat: ChatKey): void;
  /** Something arrived in `chat`: nobody in the group needs to be told any more. */
  wrote(chat: ChatKey): void;
  /** Whoever called the bot there has said nothing, or has no private chat. */
  nothingTaken(place: Place): void;
}

/** `sign` and `line` act on the network; a failure of theirs is `failed`'s. */
export function createGroupManners<Place>({ groupOf, sign, line, failed, clock }: {
  groupOf: (place: Place) => string | number;
  sign: (place: Place) => Promise<unknown>;
  line: (place: Place) => Promise<unknown>;
  failed: (error: unknown) => void;
  clock: Clock;
}): GroupManners<Place> {
  const cameFrom = new Map<ChatKey, Place>();
  const acted = new Map<string | number, number[]>();

  function mayAct(group: string | number): boolean {
    const now = clock().getTime();
    for (const [other, times] of acted) if (now - times.at(-1)! >= MINUTE_MS) acted.delete(other);
    const recent = (acted.get(group) ?? []).filter((at) => now - at < MINUTE_MS);
    if (recent.length >= A_MINUTE) return false;
    acted.set(group, [...recent, now]);
    return true;
  }

  function courtesy(place: Place, act: (place: Place) => Promise<unknown>): void {
    if (mayAct(groupOf(place))) act(place).catch(failed);
  }

  return {
    took(chat, place) {
      cameFrom.delete(chat);
      cameFrom.set(chat, place);
      if (cameFrom.size > MOST_CHATS) cameFrom.delete(cameFrom.keys().next().value!);
      courtesy(place, sign);
    },
    cannotWrite(chat) {
      const place = cameFrom.get(chat);
      cameFrom.delete(chat);
      if (place) courtesy(place, line);
    },
    wrote: (chat) => void cameFrom.delete(chat),
    nothingTaken: (place) => courtesy(place, line),
  };
}
