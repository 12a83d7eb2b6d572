/**
 * What the library hands over, checked. The frame (who, where, which) must be right, or the item is passed over;
 * content that does not look as expected is dropped field by field, so that the message still arrives as `unsupported`.
 *
 * The library's objects have no prototype, and its long numbers are objects of its own (`BigNumber`).
 */
import { z } from 'zod';

/** Ids come as text, as a number or as a `BigNumber`; they become text that fits into a chat key. */
const id = z.unknown()
  .transform((value) => (typeof value === 'string' ? value : isNumber(value) ? value.toFixed(0) : ''))
  .pipe(z.string().regex(/^[\w-]{1,64}$/));

function isNumber(value: unknown): value is { toFixed(digits: number): string } {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value === 'object' && value !== null && 'toFixed' in value && typeof value.toFixed === 'function';
}

function lenient<T extends z.ZodType>(schema: T) {
  return schema.optional().catch(undefined);
}

const milliseconds = z.union([z.number(), z.string().regex(/^\d{1,16}$/).transform(Number), id.transform(Number)]);

const mention = z.object({ uid: id, pos: z.number().int().min(0), len: z.number().int().min(0) });

const quote = z.object({
  ownerId: id,
  msg: lenient(z.string()),
  /** JSON: the file's address. */
  attach: lenient(z.string()),
  cliMsgType: lenient(z.number()),
  /** The author's name. */
  fromD: lenient(z.string()),
});

const data = z.object({
  msgId: id,
  cliMsgId: lenient(id),
  uidFrom: id,
  idTo: id,
  dName: lenient(z.string()),
  ts: lenient(milliseconds),
  msgType: lenient(z.string()),
  content: z.unknown().optional(),
  quote: lenient(quote),
  mentions: lenient(z.array(mention)),
});

/** Messages have a `type` (0: a person's chat, 1: a group's), recalls say `isGroup`. */
const item = z.object({
  type: lenient(z.number()),
  isGroup: lenient(z.boolean()),
  threadId: id,
  isSelf: z.boolean(),
  data,
});

const recall = z.object({ deleteMsg: z.unknown(), globalMsgId: id });

export type Quote = z.infer<typeof quote>;

export interface Item extends z.infer<typeof data> {
  group: boolean;
  /** The other person's id, or the group's. */
  threadId: string;
  /** By the account itself: this program, or somebody with its phone. */
  self: boolean;
  /** The message that this one takes back. */
  recalls?: string;
}

/** A checked item, or null when its frame is damaged. Never throws. */
export function readItem(raw: unknown): Item | null {
  const parsed = safely(() => item.safeParse(raw).data);
  if (!parsed) return null;
  const { type, isGroup, threadId, isSelf, data } = parsed;
  const taken = isRecall(data.content) ? recall.safeParse(data.content) : undefined;
  // A recall that does not tell what it recalls is of no use to anybody.
  if (taken && !taken.success) return null;
  return {
    ...data, threadId,
    self: isSelf,
    group: isGroup ?? type === 1,
    ...(taken && { recalls: taken.data.globalMsgId }),
  };
}

function isRecall(content: unknown): content is object {
  return typeof content === 'object' && content !== null && 'deleteMsg' in content;
}

/** Getters of foreign objects may throw. */
function safely<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
