import type { Log } from '../../log.ts';
import { createBoundedSet } from '../bounded-set.ts';
import type { GroupManners } from '../group-manners.ts';
import type { Saver } from './saver.ts';
import { toInbound, type Address } from './to-inbound.ts';
import { eventsIn, kindOf, readEvent } from './update.ts';

/**
 * Takes in whatever Zalo delivered or answered. Resolves when nothing of it can be lost any more, with the number of
 * events that it held; rejects when one was not saved. An event of which nothing can be read does not hold up the
 * others.
 */
export type Receive = (raw: unknown) => Promise<number>;

/** Messages of groups that got their line. */
const REMEMBERED = 500;

export function createReceive({ account, address, saver, manners, log }: {
  account: string;
  /** Asked each time: the bot learns its name while messages may come already. */
  address: () => Address;
  saver: Saver;
  manners: Pick<GroupManners<string>, 'took' | 'nothingTaken'>;
  log: Log;
}): Receive {
  const answered = createBoundedSet(REMEMBERED);

  async function receiveOne(raw: unknown): Promise<void> {
    const event = readEvent(raw);
    if (!event) {
      // Hidden content may come without anything else: nobody can be answered, but staff can see that it happens.
      log.warn({ channel: 'zalo-bot', kind: kindOf(raw) }, 'an event that names nobody to answer was passed over');
      return;
    }
    const message = toInbound(account, event, address());
    if (message) await saver.save(message);
    // A message that comes again, because its saving took long, is not answered in the group again.
    if (event.group === undefined || event.fromBot || answered.has(event.messageId)) return;
    answered.add(event.messageId);
    if (message) manners.took(message.chat, event.group);
    else manners.nothingTaken(event.group);
  }

  return async function receive(raw) {
    const events = eventsIn(raw);
    // Begun in their order, which the saver keeps within a chat.
    const results = await Promise.allSettled(events.map(receiveOne));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
    return events.length;
  };
}
