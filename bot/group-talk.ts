/**
 * What of a group's talk is meant for the bot. Everything else is forgotten on the spot: reading along is not what
 * people in a group agreed to, and some networks show the bot all that is said there.
 */

/** A stretch of a text, in UTF-16 units. */
export interface Stretch { start: number; length: number }

/** Finds a plan's hashtag in a text; `hashtag` is its written form in the plan. */
export type FindHashtag = (text: string) => (Stretch & { hashtag: string }) | null;

/** One message of a group, as its network tells who it is addressed to. */
export interface GroupTalk {
  text: string;
  /** Where the bot is named in the text. */
  mentions: readonly Stretch[];
  /** It answers something that the bot said there. */
  repliesToBot: boolean;
}

/** Nobody calls it more often in one message; what is taken out of a text costs time for each. */
const MOST_MENTIONS = 100;

/**
 * The words without the address (the bot's name, the hashtag), which belongs to the petition as little as the address
 * on an envelope does. Null when the bot was not meant.
 */
export function saidToBot(
  { text, mentions, repliesToBot }: GroupTalk, findHashtag: FindHashtag,
): { text: string; hashtag?: string } | null {
  const tag = findHashtag(text);
  if (mentions.length === 0 && !repliesToBot && !tag) return null;
  const address = apart([...mentions.slice(0, MOST_MENTIONS), ...(tag ? [tag] : [])]);
  const words = address.reduceRight((rest, { start, length }) => without(rest, start, length), text);
  return { text: words.trim(), ...(tag && { hashtag: tag.hashtag }) };
}

/**
 * "Bot, write this down": not the words themselves are meant but the message that they answer. With or without
 * diacritics, with what politeness adds.
 */
export function asksToNote(text: string): boolean {
  const letters = text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd');
  return NOTE_THIS.test(letters.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim());
}

const POLITE = 'giup|ho|cho|voi|nhe|nha|a|toi|minh|em|chau|tin nay|y nay|y kien nay';
const NOTE_THIS = new RegExp(`^(?:(?:xin|hay|nho|bot) )*ghi (?:lai|nhan|giup|ho)(?: (?:${POLITE}))*$`, 'u');

/** In their order; what overlaps (a hashtag in the name that the bot has in this group) as one. */
function apart(stretches: readonly Stretch[]): Stretch[] {
  const ordered = stretches.toSorted((a, b) => a.start - b.start);
  return ordered.reduce<Stretch[]>((done, stretch) => {
    const last = done.at(-1);
    if (!last || stretch.start >= last.start + last.length) return [...done, stretch];
    const end = Math.max(last.start + last.length, stretch.start + stretch.length);
    return [...done.slice(0, -1), { start: last.start, length: end - last.start }];
  }, []);
}

function without(text: string, start: number, length: number): string {
  let [from, to] = [start, start + length];
  while (text[from - 1] === '(' && text[to] === ')') [from, to] = [from - 1, to + 1];
  const [before, after] = [text.slice(0, from), text.slice(to)];
  const rest = after.replace(/^[:,]/u, '');
  // The blank on one side of the address goes with it.
  return before === '' || /\s$/u.test(before) ? before + rest.replace(/^ /u, '') : before + rest;
}
