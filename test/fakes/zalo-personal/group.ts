import type { FakeAccount, Heard } from './account.ts';
import { attachment, quoteOf } from './shapes.ts';
import { createEar, type FakeZaloUser } from './user.ts';

export interface GroupState {
  id: string;
  name: string;
  heard: Heard[];
  reactions: { icon: string; msgId: string }[];
}

/** How something is said in a group. */
export interface GroupWords {
  /** The account's name stands before the text, as a mention. */
  mentionsBot?: boolean;
  /** Everybody is called (`@All`). */
  mentionsAll?: boolean;
  /** The message that is answered. */
  quotes?: string;
}

/** A group that the account is a member of: it sees all that is said there. */
export interface FakeZaloGroup {
  readonly id: string;
  /** All that the account said here, oldest first. */
  readonly heard: readonly Heard[];
  /** The account's reactions, oldest first. */
  readonly reactions: readonly { icon: string; msgId: string }[];
  /** Somebody says this in the group; returns the message's id. */
  says(uid: string, text: string, about?: GroupWords): string;
  sendsPhoto(uid: string, bytes: Buffer, caption?: string): string;
  hears: FakeZaloUser['hears'];
}

export function createGroup(account: FakeAccount, id: string, name: string): FakeZaloGroup {
  const state: GroupState = { id, name, heard: [], reactions: [] };
  account.groups.set(id, state);

  function sends(uid: string, msgType: string, content: unknown, more: Record<string, unknown> = {}): string {
    return account.post('group', { from: uid, to: id, name: account.user(uid).name, msgType, content, more }).msgId;
  }

  return {
    id, heard: state.heard, reactions: state.reactions,
    says(uid, text, { mentionsBot, mentionsAll, quotes } = {}) {
      const called = mentionsBot ? { uid: account.uid, name: `@${account.name}` } : { uid: '-1', name: '@All' };
      const mention = mentionsBot || mentionsAll ? called : undefined;
      const quoted = quotes === undefined ? undefined : account.find(quotes);
      const type = mention?.uid === '-1' ? 1 : 0;
      return sends(uid, 'webchat', mention ? `${mention.name} ${text}`.trimEnd() : text, {
        ...(mention && { mentions: [{ uid: mention.uid, pos: 0, len: mention.name.length, type }] }),
        ...(quoted && { quote: quoteOf(quoted.data, account.uid) }),
      });
    },
    sendsPhoto(uid, bytes, caption = '') {
      const href = account.media.add('photo', bytes, 'jpg');
      return sends(uid, 'chat.photo', attachment({ title: caption, href, thumb: href, params: { hd: href } }));
    },
    hears: createEar(account, state.heard, `group ${name}`),
  };
}
