/**
 * The invented villagers of a rehearsal: who they are, what they write, and what becomes of it.
 *
 * One file a hamlet, `thon-1.yaml` for the plan's first and so on; `{hamlet}` in a text is the hamlet's name in the
 * plan, folded where the person types without diacritics.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { CHANNELS } from '../../models/message.ts';
import { TOPIC_IDS } from '../../plans/plan.ts';
import { PICTURE_NAMES } from './pictures.ts';

const FILES = [1, 2, 3, 4, 5, 6] as const;

/** `-3 20:41`: three days ago at 20:41 in the commune; `-40m`: forty minutes ago. */
const when = z.string().regex(/^-\d+ [0-2]\d:[0-5]\d$|^-\d+m$/);
const via = z.enum(CHANNELS);

const saidSchema = z.strictObject({
  when, via,
  /** What a person would file it under; a list when the message holds several petitions. */
  topic: z.union([z.enum(TOPIC_IDS), z.array(z.enum(TOPIC_IDS)).min(2)]).transform((topics) => [topics].flat()),
  text: z.string().min(1),
  photo: z.enum(PICTURE_NAMES).optional(),
  /** What the author adds to it some time later. */
  add: z.string().optional(),
  /** `confirm` files it, `route` also sends it to its office, `withdraw` is the author's own doing. */
  then: z.enum(['confirm', 'route', 'reject', 'release', 'withdraw']).optional(),
  /** The clerk's reason, for `reject` and `release`. */
  why: z.string().optional(),
});

const speaksSchema = z.strictObject({
  when, via,
  /** The next conference of the hamlet, or the one that an association holds. */
  conference: z.enum(['hamlet', 'association']),
  content: z.string().min(1),
  withdraws: z.literal(true).optional(),
});

const villagerSchema = z.strictObject({
  /** Absent: somebody who did not want to be named. */
  name: z.string().optional(),
  phone: z.literal(false).optional(),
  says: z.array(saidSchema).default([]),
  speaks: speaksSchema.optional(),
});

export type Said = z.output<typeof saidSchema>;
export type Speaks = z.output<typeof speaksSchema>;

/** A villager; `number` counts all of them from 1, `place` is the hamlet's place in the plan from 0. */
export interface Villager extends Omit<z.output<typeof villagerSchema>, 'phone'> {
  number: number;
  place: number;
  /** Ten digits that no network hands out. */
  phone?: string;
}

/** Everybody, hamlet by hamlet, always in the same order: what they write is known again by its place. */
export function readVillagers(): Villager[] {
  const everybody = FILES.flatMap((file) => {
    const yaml = readFileSync(new URL(`thon-${file}.yaml`, import.meta.url), 'utf8');
    return z.array(villagerSchema).parse(parse(yaml)).map((villager) => ({ ...villager, place: file - 1 }));
  });
  return everybody.map(({ phone, ...villager }, index) => ({
    ...villager,
    number: index + 1,
    ...(villager.name && phone !== false && { phone: String(index + 1).padStart(10, '0') }),
  }));
}
