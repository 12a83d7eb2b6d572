import type { Word } from './words.ts';

/** Values tried on the stories and held-out petitions; flat around these. */
const ASKING = 1.5;
const AFTER_ASKING = 1.2;
const PURPOSE = 0.6;

/** A story shorter than this has no background worth telling apart. */
const STORY_WORDS = 22;

const ASK = new RegExp(` (?:${[
  'de nghi', 'kien nghi', 'de xuat', 'yeu cau', 'mong', 'kinh mong', 'nho', 'xin',
  'cho (?:toi |em |minh |con |chau )?hoi', 'cho xin',
  'giup', 'xem lai', 'xem xet', 'giai quyet', 'bao gio', 'khi nao', 'chung nao', 'muon', 'keu ai',
  'sao (?:khong|chua)', 'dung khong', 'lam sao',
].join('|')}) `, 'u');
const NO_ASK = / (?:xin loi|xin chao|xin viec|cho xin viec|xin di lam|mong manh) /u;

/**
 * How much each word counts. Villagers tell a story and ask at its end: the clause that asks counts half as much again,
 * what follows it in the sentence a little more than the story, and what comes after "để", "nhằm", "phục vụ" less,
 * because it says what the request is good for.
 */
export function focusOf(words: readonly Word[]): number[] {
  const weights = words.map(() => 1);
  const story = words.length >= STORY_WORDS;
  let asked = -1;
  for (let from = 0; from < words.length;) {
    const { clause, sentence } = words[from]!;
    let to = from;
    while (to < words.length && words[to]!.clause === clause) to += 1;
    const line = ` ${words.slice(from, to).map((word) => word.folded).join(' ')} `;
    const asks = ASK.test(line) && !NO_ASK.test(line);
    const weight = !story ? 1 : asks ? ASKING : asked === sentence ? AFTER_ASKING : 1;
    if (asks) asked = sentence;
    let purpose = 1;
    for (let i = from; i < to; i += 1) {
      if (isPurpose(words, i)) purpose = PURPOSE;
      weights[i] = weight * purpose;
    }
    from = to;
  }
  return weights;
}

function isPurpose(words: readonly Word[], at: number): boolean {
  const { raw, folded } = words[at]!;
  if (raw === 'để' || raw === 'nhằm') return true;
  return folded === 'phuc' && words[at + 1]?.folded === 'vu' && at > 2;
}
