/** What each call of the web client does. A refusal is returned as `{ code, message }`. */
import type { FakeAccount, Heard } from './account.ts';
import { reactionData, undoContent } from './shapes.ts';
import type { UserState } from './user.ts';

export type Params = Record<string, unknown>;
export type MethodResult = { data: unknown } | { code: number; message: string };
export type Method = (account: FakeAccount, params: Params) => MethodResult;

/** Methods as the library names them, by the path of their call. */
export const METHOD_OF: Record<string, string> = {
  '/api/message/sms': 'sendMessage',
  '/api/message/quote': 'sendMessage',
  '/api/group/sendmsg': 'sendMessage',
  '/api/group/mention': 'sendMessage',
  '/api/group/quote': 'sendMessage',
  '/api/message/undo': 'undo',
  '/api/group/undomsg': 'undo',
  '/api/message/reaction': 'addReaction',
  '/api/group/reaction': 'addReaction',
  '/api/message/typing': 'sendTypingEvent',
  '/api/group/typing': 'sendTypingEvent',
  '/api/message/seenv2': 'sendSeenEvent',
  '/api/group/seenv2': 'sendSeenEvent',
  '/api/message/deliveredv2': 'sendDeliveredEvent',
  '/api/group/deliveredv2': 'sendDeliveredEvent',
  '/api/friend/accept': 'acceptFriendRequest',
  '/api/friend/reqstatus': 'getFriendRequestStatus',
  '/api/friend/recommendsv2/list': 'getFriendRecommendations',
  '/api/social/friend/getprofiles/v2': 'getUserInfo',
  '/api/social/friend/getfriends': 'getAllFriends',
  '/api/social/profile/me-v2': 'fetchAccountInfo',
  '/api/group/getmg-v2': 'getGroupInfo',
  '/api/group/getlg/v4': 'getAllGroups',
  '/keepalive': 'keepAlive',
};

const WRONG = { code: 114, message: 'Tham số không hợp lệ' };

export const METHODS: Record<string, Method> = {
  sendMessage(account, params) {
    const text = typeof params.message === 'string' ? params.message : '';
    if (text === '') return WRONG;
    const group = account.groups.get(String(params.grid));
    const person = account.users.get(String(params.toid));
    const refused = person && unreachable(person);
    if (refused) return refused;
    const place = group ?? person;
    if (!place) return WRONG;
    const { msgId } = speak(account, {
      thread: group ? 'group' : 'user', to: group?.id ?? person!.uid, heard: place.heard, text, by: 'program', params,
    });
    return { data: { msgId: BigInt(msgId) } };
  },

  undo(account, { msgId }) {
    const post = account.find(String(msgId));
    if (post?.data.uidFrom !== '0') return WRONG;
    const { thread, data } = post;
    const heard = (thread === 'group' ? account.groups : account.users).get(data.idTo)!.heard;
    const seen = heard.find((one) => one.msgId === data.msgId);
    if (seen) seen.recalled = true;
    const content = undoContent(data, account.uid);
    account.post(thread, { from: '0', to: data.idTo, name: account.name, msgType: 'chat.undo', content });
    return { data: { status: 0 } };
  },

  addReaction(account, params) {
    const [asked] = params.react_list as { message: string }[];
    const { rMsg: [on], rIcon: icon } = JSON.parse(asked!.message) as { rMsg: { gMsgID: number }[]; rIcon: string };
    const post = account.find(String(on?.gMsgID));
    const group = account.groups.get(String(params.grid));
    const to = String(params.grid ?? params.toid);
    if (!post) return WRONG;
    group?.reactions.push({ icon, msgId: post.data.msgId });
    const stamp = account.stamp();
    const reaction = reactionData(stamp, { from: '0', to, icon, on: post.data });
    account.tell(612, { reacts: group ? [] : [reaction], reactGroups: group ? [reaction] : [] });
    return { data: { msgIds: JSON.stringify([stamp.msgId]) } };
  },

  acceptFriendRequest(account, { fid }) {
    const person = account.users.get(String(fid));
    if (!person?.asks) return { code: 222, message: 'Không có lời mời kết bạn' };
    person.asks = false;
    person.friend = true;
    account.tell(601, { controls: [{ content: { act_type: 'fr', act: 'add', data: person.uid } }] });
    return { data: '' };
  },

  getFriendRequestStatus(account, { fid }) {
    const person = account.users.get(String(fid));
    if (!person) return WRONG;
    return { data: { addFriendPrivacy: 0, isSeenFriendReq: false, is_friend: Number(person.friend),
      is_requested: Number(person.asks), is_requesting: 0 } };
  },

  getFriendRecommendations: (account) => ({
    data: {
      expiredDuration: 0,
      recommItems: [...account.users.values()].filter(({ asks }) => asks).map(({ uid, name }) => ({
        recommItemType: 0,
        dataInfo: { userId: uid, zaloName: name, displayName: name, recommType: 2, recommInfo: { message: '' } },
      })),
    },
  }),

  getUserInfo(account, params) {
    const asked = (params.friend_pversion_map as string[]).map((id) => id.split('_')[0]!);
    const known = asked.flatMap((uid) => account.users.get(uid) ?? []);
    const profiles = known.map(({ uid, name }) => [uid, profile(uid, name)] as const);
    return { data: { unchanged_profiles: {}, phonebook_version: 0, changed_profiles: Object.fromEntries(profiles) } };
  },

  getAllFriends: (account) => ({
    data: [...account.users.values()].filter(({ friend }) => friend).map(({ uid, name }) => profile(uid, name)),
  }),

  fetchAccountInfo: ({ uid, name }) => ({ data: { profile: profile(uid, name) } }),

  getGroupInfo(account, { gridVerMap }) {
    const asked = Object.keys(JSON.parse(String(gridVerMap)) as Record<string, number>);
    const known = asked.flatMap((id) => account.groups.get(id) ?? []);
    const infos = known.map(({ id, name }) => [id, { groupId: id, name, desc: '', type: 1, memVerList: [] }] as const);
    return { data: { gridInfoMap: Object.fromEntries(infos), removedsGroup: [], unchangedsGroup: [] } };
  },

  getAllGroups: ({ groups }) => ({
    data: { version: '1', gridVerMap: Object.fromEntries([...groups.keys()].map((id) => [id, '1'])) },
  }),

  keepAlive: () => ({ data: { config_vesion: 0 } }),
  sendTypingEvent: () => ({ data: { status: 0 } }),
  sendSeenEvent: () => ({ data: { status: 0 } }),
  sendDeliveredEvent: () => ({ data: { status: 0 } }),
};

/** The account says something, by the program or by its owner's hand: heard there, kept, and pushed. */
export function speak(account: FakeAccount, { thread, to, heard, text, by, params = {} }: {
  thread: 'user' | 'group'; to: string; heard: Heard[]; text: string; by: Heard['by']; params?: Params;
}): { msgId: string } {
  const { mentionInfo } = params;
  const mentions = typeof mentionInfo === 'string' ? JSON.parse(mentionInfo) as Heard['mentions'] : undefined;
  const { msgId } = account.post(thread, {
    from: '0', to, name: account.name, msgType: 'webchat', content: text, more: mentions && { mentions },
  });
  const quotes = params.qmsgId === undefined ? undefined : String(params.qmsgId);
  heard.push({ msgId, text, by, ...(quotes && { quotes }), ...(mentions && { mentions }) });
  account.changed();
  return { msgId };
}

/** As users of the library report the codes: 122 people who refuse strangers, 123 without a reason. */
function unreachable({ blocks, refusesStrangers, friend }: UserState): { code: number; message: string } | undefined {
  if (blocks) return { code: 123, message: 'Không thể nhận tin nhắn từ bạn.' };
  if (!refusesStrangers || friend) return undefined;
  return {
    code: 122,
    message: 'Bạn chưa thể gửi tin nhắn đến người này vì người này chặn không nhận tin nhắn từ người lạ.',
  };
}

function profile(uid: string, name: string): Record<string, unknown> {
  return { userId: uid, username: '', displayName: name, zaloName: name, avatar: '', globalId: `G${uid}` };
}
