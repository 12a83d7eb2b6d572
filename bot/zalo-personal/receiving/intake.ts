/** Sorts what comes from Zalo: what is for the bot goes on its way to the inbox, everything else ends here. */
import type { Log } from '../../../log.ts';
import type { InboundMessage } from '../../../models/message.ts';
import { createBoundedSet } from '../../bounded-set.ts';
import type { GroupManners } from '../../group-manners.ts';
import type { FindHashtag } from '../../group-talk.ts';
import type { OwnSends } from '../sending/own-sends.ts';
import type { Arrival, Arrivals } from './arrivals.ts';
import { fromGroup } from './from-group.ts';
import { readItem, type Item } from './read-item.ts';
import { fromOperator, fromPerson, fromRecall } from './to-inbound.ts';

/**
 * How an item came. `first`: with the first old messages since the start, among which are all the program's own ones,
 * and all that it took before; nobody can tell any more who typed what.
 */
export type Source = 'live' | 'old' | 'first';

/** A message of a group, as far as a courtesy needs it. */
export type GroupPlace = Pick<Item, 'threadId' | 'msgId' | 'cliMsgId'>;

export interface Intake {
  /** Never throws. */
  item(raw: unknown, source: Source): void;
}

export function createIntake({ uid, arrivals, own, findHashtag, manners, saved, log }: {
  uid: () => string;
  arrivals: Pick<Arrivals, 'add'>;
  own: Pick<OwnSends, 'isOwn' | 'know'>;
  findHashtag: FindHashtag;
  manners: Pick<GroupManners<GroupPlace>, 'took' | 'nothingTaken'>;
  /** A message is in the inbox. */
  saved: (message: InboundMessage) => void;
  log: Log;
}): Intake {
  /** Messages of groups that were for the bot: only their recall is taken in. */
  const fromGroups = createBoundedSet(10_000);
  const called = createBoundedSet(10_000);
  let newest = 0;

  function add(item: Item, message: InboundMessage | null, after?: () => void): void {
    if (!message) return;
    newest = Math.max(newest, item.ts ?? 0);
    const arrival: Arrival = {
      message,
      ts: item.ts ?? newest,
      saved() {
        saved(message);
        after?.();
      },
    };
    arrivals.add(arrival);
  }

  function ownItem(item: Item, source: Source): void {
    if (source === 'first' || item.recalls !== undefined) return own.know(item.msgId);
    own.isOwn({ id: item.threadId, group: item.group }, item.msgId, item.content).then(
      (isOwn) => {
        if (!isOwn && !item.group) add(item, fromOperator(uid(), item));
      },
      () => undefined,
    );
  }

  function groupItem(item: Item, source: Source): void {
    if (item.recalls !== undefined) {
      if (fromGroups.has(item.recalls)) add(item, fromRecall(uid(), item, item.recalls));
      return;
    }
    const result = fromGroup(uid(), item, findHashtag);
    if (result === null) return;
    const { threadId, msgId, cliMsgId } = item;
    const place: GroupPlace = { threadId, msgId, cliMsgId };
    if (result === 'nothing-said') {
      if (source !== 'first' && !called.has(msgId)) manners.nothingTaken(place);
      return called.add(msgId);
    }
    fromGroups.add(msgId);
    const { message } = result;
    add(item, message, () => {
      if (source !== 'first') manners.took(message.chat, place);
    });
  }

  function sort(raw: unknown, source: Source): void {
    const item = readItem(raw);
    if (!item) return log.warn({ channel: 'zalo-personal' }, 'a malformed message was passed over');
    if (item.self) return ownItem(item, source);
    if (item.group) return groupItem(item, source);
    const { recalls } = item;
    add(item, recalls === undefined ? fromPerson(uid(), item) : fromRecall(uid(), item, recalls));
  }

  return {
    item(raw, source) {
      try {
        sort(raw, source);
      } catch (error) {
        const name = error instanceof Error ? error.name : typeof error;
        log.error({ channel: 'zalo-personal', error: name }, 'a message could not be understood');
      }
    },
  };
}
