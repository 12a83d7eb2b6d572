/** Hashtags by which people in a group mean the bot, and which commune's: `#doithoai_thaitan`. */
import { decompose } from './fold.ts';
import type { Plan } from './plan.ts';

/** A hashtag in a text: where it stands, in UTF-16 units, and how its plan writes it. */
export interface FoundHashtag { start: number; length: number; hashtag: string }

/** Letters of any writing, their marks, digits and `_` after a `#` that no letter or digit stands before. */
const TAG = /(?<![\p{L}\p{M}\p{N}_])#([\p{L}\p{M}\p{N}_]+)/gu;

/**
 * Finds the first hashtag of one of the plans: whole tags only, in small or capital letters, with or without
 * diacritics (`#ĐốiThoại_TháiTân`).
 */
export function findHashtagOf(plans: readonly Pick<Plan, 'hashtag'>[]): (text: string) => FoundHashtag | null {
  const known = new Map(plans.flatMap(({ hashtag }) => (hashtag ? [[foldTag(hashtag), hashtag]] : [])));
  return (text) => {
    if (known.size === 0) return null;
    for (const { 0: written, 1: tag = '', index } of text.matchAll(TAG)) {
      const hashtag = known.get(foldTag(tag));
      if (hashtag) return { start: index, length: written.length, hashtag };
    }
    return null;
  };
}

/** A message with the hashtag of two plans would be for both: the later one of each two, with what to do. */
export function sharedHashtags(plans: readonly Plan[]): { plan: Plan; message: string }[] {
  return plans.flatMap((plan, index) => {
    const { hashtag } = plan;
    if (!hashtag) return [];
    const other = plans.slice(0, index).find((earlier) => foldTag(earlier.hashtag ?? '') === foldTag(hashtag));
    if (!other) return [];
    return [{ plan, message: `The hashtag ${hashtag} is also that of ${other.id}; take it out of one of them.` }];
  });
}

function foldTag(tag: string): string {
  return decompose(tag).replace(/\p{M}+/gu, '').toLowerCase().replaceAll('đ', 'd');
}
