/** What addresses and forms of the console may hold. Anything else is a 400 and never reaches the database. */
import { z } from 'zod';
import type { QueueQuery } from '../../handlers/lists.ts';
import { PETITION_STATUSES } from '../../models/petition.ts';
import { ROLES } from '../../models/staff.ts';
import { EXPORT_FORMATS } from '../../reports/input.ts';
import { WebError } from '../errors.ts';

/** An empty field of a form is one that was not filled in. */
function optional<T extends z.ZodType>(schema: T) {
  return z.preprocess((value) => (value === '' ? undefined : value), schema.optional());
}

const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const reason = z.string().trim().min(1).max(1000);
const pageNumber = optional(z.coerce.number().int().min(1).max(1_000_000)).transform((page) => page ?? 1);

/** Unknown keys are dropped, also `topic[$ne]`, which the plain query parser leaves as one strange key. */
export const queueSchema = z.object({
  status: optional(z.enum([...PETITION_STATUSES.filter((status) => status !== 'held'), 'todo'])),
  topic: optional(id),
  hamlet: optional(id),
  office: optional(id),
  urgent: optional(z.literal('1')),
  q: optional(z.string().max(200)),
  order: optional(z.enum(['newest', 'oldest', 'priority'])),
  page: pageNumber,
  saved: optional(z.literal('1')),
});
export type QueueParams = z.output<typeof queueSchema>;

export const listSchema = z.object({
  conference: optional(id),
  by: optional(z.enum(['topic', 'office'])),
  group: optional(id),
  page: pageNumber,
});
export type ListParams = z.output<typeof listSchema>;

export const exportSchema = z.object({
  format: z.enum(EXPORT_FORMATS),
  conference: optional(id),
  by: optional(z.enum(['topic', 'office'])),
  appendix: optional(z.literal('1')),
});

export const speakersSchema = z.object({ conference: optional(id) });

/** One shape a button; `seen` is how many lines of history the person had before them. */
export const decisionSchema = z.intersection(
  z.object({ seen: z.coerce.number().int().min(0) }),
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('topic'), topic: id, office: optional(id), why: optional(reason) }),
    z.object({ kind: z.literal('hamlet'), hamlet: optional(id).transform((hamlet) => hamlet ?? null) }),
    z.object({ kind: z.literal('urgent'), urgent: z.enum(['0', '1']).transform((value) => value === '1') }),
    z.object({ kind: z.literal('route'), office: id }),
    z.object({ kind: z.literal('recall'), why: reason }),
    z.object({ kind: z.literal('hold'), why: reason }),
    z.object({ kind: z.literal('release'), why: optional(reason) }),
    z.object({ kind: z.literal('reject'), why: reason }),
    z.object({ kind: z.literal('restore'), why: optional(reason) }),
    z.object({ kind: z.literal('withdraw'), why: reason }),
  ]),
);

/** A single ticked box comes as a text, several as a list. */
function ticked<T extends z.ZodType>(schema: T) {
  return z.preprocess((value) => (value === undefined ? [] : [value].flat()), z.array(schema).max(50));
}

export const invitationSchema = z.object({
  name: z.string().trim().min(1).max(100),
  roles: ticked(z.enum(ROLES)).refine((roles) => roles.length > 0),
  plans: ticked(id),
  /** `<plan>/<office>`: offices are named within their plan. */
  office: optional(z.string().regex(/^[A-Za-z0-9_-]{1,64}\/[A-Za-z0-9_-]{1,64}$/)),
});

export const paramsSchema = z.object({
  plan: id.optional(),
  code: z
    .string()
    .regex(/^[A-Z]{2,4}-\d{4,9}$/)
    .optional(),
  attachment: id.optional(),
  staff: id.optional(),
  network: id.optional(),
  token: id.optional(),
});

/** The checked value. @throws {WebError} `bad-request`; an address that cannot be one of ours is `not-found`. */
export function parse<T extends z.ZodType>(
  schema: T,
  value: unknown,
  otherwise: 'bad-request' | 'not-found' = 'bad-request',
): z.output<T> {
  const result = schema.safeParse(value ?? {});
  if (!result.success) throw new WebError(otherwise);
  return result.data;
}

/** The queue's question as the use case takes it. */
export function toQueueQuery({ status, topic, hamlet, office, urgent, q, order }: QueueParams): QueueQuery {
  return { status, topic, hamlet, office, urgent: urgent === '1', text: q, order };
}

/** The question as an address carries it, without what is empty; `change` replaces single fields. */
export function queueSearch(params: Partial<QueueParams>, change: Partial<QueueParams> = {}): string {
  const { saved: _, page, ...rest } = { ...params, ...change };
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(rest)) if (value) search.set(key, String(value));
  if (page && page > 1) search.set('page', String(page));
  const text = search.toString();
  return text && `?${text}`;
}
