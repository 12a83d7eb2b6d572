/** What a scenario needs of a network, so that it can be lived through on each of them word for word. */
import type { Config } from '../../../config.ts';
import type { ChannelName } from '../../../models/message.ts';
import type { Program } from './program.ts';

/** How long somebody waits for an answer before the test gives up. */
export const PATIENCE_MS = 15_000;

/** Somebody who writes to the commune on one network, in private. */
export interface Villager {
  /** The program's key of their chat. */
  chat(): string;
  says(text: string): Promise<void>;
  /** Chooses the newest offer with this label: presses it where it can be pressed, else sends its number. */
  answers(label: string | RegExp): Promise<void>;
  sendsPhoto(bytes: Buffer, caption: string): Promise<void>;
  /** The next message of the bot (after those heard by an earlier call) that matches. */
  hears(pattern: RegExp): Promise<string>;
  /** All that the bot said so far, oldest first. */
  heard(): Promise<readonly string[]>;
  /** The network brings what they sent last once more. */
  repeats(): Promise<void>;
}

/** A group of neighbours that the bot is in. */
export interface Group {
  /** Said among neighbours. */
  says(who: Villager, text: string): void;
  /** Said with the bot's name before it. */
  asksBot(who: Villager, text: string): void;
  /** Resolves once the bot has put a reaction under something, or has said a line where it cannot. */
  acknowledged(): Promise<void>;
  /** What else the bot said there, after it told who it is. */
  heard(): readonly string[];
}

/** A network with its people, played by a fake of its servers. */
export interface Network {
  readonly channel: ChannelName;
  /** How the program is told to use it. `port` is where the program listens. */
  env(): Record<string, string>;
  config?(port: number): Partial<Config>;
  /** How the program reaches servers of the network, when that can be handed in. */
  readonly fetch?: typeof globalThis.fetch;
  /** What is left to do once the program runs, every time: an account is signed in. */
  begins?(program: Program): Promise<void>;
  villager(name: string): Villager;
  /** The bot is taken into one; absent where there are none. */
  group?(): Promise<Group>;
  close(): Promise<void>;
}

/** The number of the line with this label, as people would answer it. */
export function numberOf(label: string | RegExp, texts: readonly string[]): string {
  for (const text of texts.toReversed()) {
    for (const [, number, words] of text.matchAll(/^(\d+)\. (.*)$/gm)) {
      if (typeof label === 'string' ? words === label : label.test(words!)) return number!;
    }
  }
  throw new Error(`No numbered line “${label}” in:\n${texts.at(-1) ?? '(nothing)'}`);
}
