/** The bot in groups: hears what is meant for it, shows that it has, and moves what is personal to the private chat. */
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import { createBoundedSet } from '../bounded-set.ts';
import { createGroupManners, type GroupManners } from '../group-manners.ts';
import type { FindHashtag } from '../group-talk.ts';
import type { Take } from '../channel.ts';
import type { TelegramApi } from './api.ts';
import { noteCourtesy } from './courtesy.ts';
import { fromGroup } from './from-group.ts';
import type { TelegramChat, TelegramMessage, Update } from './update.ts';

/** What Telegram says of the bot. `hearsAll`: privacy mode is off, so that groups show it everything. */
export interface Me { username: string; hearsAll: boolean }

/** How the bot speaks in groups, and what calls it there besides its name. */
export interface GroupOptions {
  /** Finds a plan's hashtag; without it only mentions, replies and commands to the bot count. */
  findHashtag?: FindHashtag;
  /** Said once to a group that adds the bot; without it the bot stays silent there. */
  groupNotice?: (me: Me) => string;
  /** The line for somebody whom the bot cannot write to in private; without it there is none. */
  groupLine?: (link: string) => string;
  /** What the link to the private chat carries: the plan of a hashtag, or of the only commune. */
  startParameter?: (hashtag: string | undefined) => string | undefined;
}

export interface Groups extends Pick<GroupManners<Place>, 'cannotWrite' | 'wrote'> {
  /** Takes in a group's message if it is for the bot; rejects when it could not be saved. */
  hear(updateId: number, message: TelegramMessage, edited: boolean): Promise<void>;
  /** The bot was added to a group, or something else about its place there. */
  changed(updateId: number, membership: NonNullable<Update['my_chat_member']>): void;
}

/** One message in a group, and the hashtag that it carries. */
interface Place { chat: number; message: number; hashtag?: string }

/** Says "noted", not "agreed". */
const NOTED = '✍';
/** Albums of which a part was for the bot: their parts come within seconds. */
const MOST_ALBUMS = 100;

export function createGroups({ bot, me, options, api, take, clock, log, signal }: {
  bot: string;
  /** Undefined until Telegram has told. */
  me: () => Me | undefined;
  options: GroupOptions;
  api: TelegramApi;
  take: Take;
  clock: Clock;
  log: Log;
  signal: AbortSignal;
}): Groups {
  const { findHashtag = () => null, groupNotice, groupLine, startParameter } = options;
  const albums = createBoundedSet(MOST_ALBUMS);
  const manners = createGroupManners<Place>({
    groupOf: ({ chat }) => chat,
    sign: ({ chat, message }) => api.call(
      'setMessageReaction',
      { chat_id: chat, message_id: message, reaction: [{ type: 'emoji', emoji: NOTED }] },
      { signal },
    ),
    line: async ({ chat, message, hashtag }) => {
      const name = me()?.username;
      if (!name || !groupLine) return;
      await api.call('sendMessage', {
        chat_id: chat,
        text: groupLine(linkTo(name, startParameter?.(hashtag))),
        reply_parameters: { message_id: message, allow_sending_without_reply: true },
        link_preview_options: { is_disabled: true },
      }, { signal });
    },
    failed: (error) => noteCourtesy(log, error),
    clock,
  });

  return {
    async hear(updateId, message, edited) {
      const known = me();
      // By webhook the first update may be here before the answer to "who am I": Telegram brings it again.
      if (!known) throw new Error('The bot does not know its name yet.');
      const result = fromGroup({ id: bot, username: known.username, findHashtag, albums }, updateId, message, edited);
      if (!result) return;
      const place: Place = { chat: message.chat.id, message: message.message_id };
      if (result === 'nothing-taken') {
        if (!edited) manners.nothingTaken(place);
        return;
      }
      await take(result.message);
      manners.took(result.message.chat, { ...place, hashtag: result.message.group?.hashtag });
    },
    changed(updateId, membership) {
      const known = me();
      if (!groupNotice || !known || !wasAddedToGroup(membership)) return;
      const hearsAll = known.hearsAll || membership.new_chat_member.status === 'administrator';
      const text = groupNotice({ ...known, hearsAll });
      api.call('sendMessage', { chat_id: membership.chat.id, text }, { signal })
        .catch((error: unknown) => noteCourtesy(log, error, updateId));
    },
    cannotWrite: manners.cannotWrite,
    wrote: manners.wrote,
  };
}

/** Telegram takes 1–64 of these characters behind `start`. */
function linkTo(username: string, start: string | undefined): string {
  const link = `https://t.me/${username}`;
  return start !== undefined && /^[\w-]{1,64}$/.test(start) ? `${link}?start=${start}` : link;
}

export function isGroup({ type }: TelegramChat): boolean {
  return type === 'group' || type === 'supergroup';
}

const INSIDE = new Set(['member', 'administrator', 'restricted']);

function wasAddedToGroup(membership: NonNullable<Update['my_chat_member']>): boolean {
  const { chat, new_chat_member: after, old_chat_member: before } = membership;
  return isGroup(chat) && INSIDE.has(after.status) && !INSIDE.has(before.status);
}
