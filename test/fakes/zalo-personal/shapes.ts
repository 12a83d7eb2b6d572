/** What a message looks like on Zalo's socket, field by field, as web clients get it. */

/** The message as it travels; bigints become bare digits. */
export type MessageData = Record<string, unknown> & {
  msgId: string;
  cliMsgId: string;
  ts: string;
  msgType: string;
  /** "0" is the account itself. */
  uidFrom: string;
  /** "0" is the account itself; a group's id in a group. */
  idTo: string;
  dName: string;
  content: unknown;
};

export interface Stamp { msgId: string; cliMsgId: string; ts: string }

export interface Said {
  from: string;
  to: string;
  name: string;
  msgType: string;
  content: unknown;
  /** `quote`, `mentions`. */
  more?: Record<string, unknown>;
}

export function messageData(stamp: Stamp, { from, to, name, msgType, content, more = {} }: Said): MessageData {
  return {
    actionId: stamp.msgId, ...stamp,
    msgType, uidFrom: from, idTo: to, dName: name, content,
    status: 1, notify: '1', ttl: 0, userId: '0', uin: '0', topOut: '0', topOutTimeOut: '0', topOutImprTimeOut: '0',
    propertyExt: { color: 0, size: 0, type: 0, subType: 0, ext: '{"shouldParseLinkOrContact":0}' },
    paramsExt: { countUnread: 1, containType: 0, platformType: 1 },
    cmd: 501, st: 3, at: 5, realMsgId: '0',
    ...more,
  };
}

/** What a photo, voice note, file, place or card has for its content; `params` is JSON in JSON. */
export function attachment(about: {
  title?: string;
  description?: string;
  href?: string;
  thumb?: string;
  action?: string;
  params?: Record<string, unknown> | string;
}): Record<string, unknown> {
  const { title = '', description = '', href = '', thumb = '', action = '', params = {} } = about;
  return {
    title, description, href, thumb, childnumber: 0, action, type: '',
    params: typeof params === 'string' ? params : JSON.stringify(params),
  };
}

/** How a message repeats another one that it answers; ids are bare digits here. */
export function quoteOf(data: MessageData, ownUid: string): Record<string, unknown> {
  const owner = data.uidFrom === '0' ? ownUid : data.uidFrom;
  return {
    ownerId: BigInt(owner), cliMsgId: BigInt(data.cliMsgId), globalMsgId: BigInt(data.msgId), cliMsgType: 1,
    ts: Number(data.ts), msg: typeof data.content === 'string' ? data.content : '', attach: '',
    fromD: data.dName, ttl: 0,
  };
}

/** The content that takes a message back. */
export function undoContent(data: MessageData, ownUid: string): Record<string, unknown> {
  const [source, destination] = [data.uidFrom, data.idTo].map((id) => BigInt(id === '0' ? ownUid : id));
  return {
    globalMsgId: BigInt(data.msgId), cliMsgId: BigInt(data.cliMsgId), deleteMsg: 1, srcId: source, destId: destination,
  };
}

/** A reaction as it is pushed; its content is JSON in JSON. */
export function reactionData(stamp: Stamp, { from, to, icon, on }: {
  from: string; to: string; icon: string; on: { msgId: string; cliMsgId: string };
}): Record<string, unknown> {
  const rMsg = [{ gMsgID: on.msgId, cMsgID: on.cliMsgId, msgType: 1 }];
  return {
    actionId: stamp.msgId, ...stamp, msgType: 'chat.reaction', uidFrom: from, idTo: to, ttl: 0,
    content: JSON.stringify({ rMsg, rIcon: icon, rType: 3, source: 6 }),
  };
}
