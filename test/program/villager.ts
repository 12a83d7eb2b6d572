/** Somebody with the web chat open in a browser that keeps its cookie, sends again what was not taken, and listens. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface Villager {
  /** Sends until the program says that it is saved, as the page does, over restarts too. */
  says(text: string): Promise<void>;
  /** Tries once. */
  tries(id: string, body: Record<string, unknown>): Promise<number>;
  /** What the bot said, oldest first, each once. */
  heard(): Promise<string[]>;
  /** Resolves once the bot has said something that matches, with all that it said until then. */
  hears(pattern: RegExp): Promise<string[]>;
  /** Ids of the messages that were taken. */
  readonly taken: string[];
  /** Who they are to the program; another browser with the same cookie is the same person. */
  cookie: string | undefined;
}

const LONGEST_WAIT_MS = 45_000;

let villagers = 0;

/** `address` tells where the program is now; it may change with a restart. */
export function createVillager(address: () => Promise<string>): Villager {
  const name = ++villagers;
  const taken: string[] = [];
  let messages = 0;

  async function open(): Promise<string> {
    if (villager.cookie) return villager.cookie;
    const response = await fetch(`${await address()}/chat`, { redirect: 'follow' });
    villager.cookie = response.headers.getSetCookie()[0]!.split(';')[0]!;
    return villager.cookie;
  }

  async function tries(id: string, body: Record<string, unknown>): Promise<number> {
    const base = await address();
    const response = await fetch(`${base}/chat/messages`, {
      method: 'POST',
      headers: { cookie: await open(), 'content-type': 'application/json', origin: base },
      body: JSON.stringify({ id, ...body }),
      signal: AbortSignal.timeout(10_000),
    });
    await response.arrayBuffer();
    return response.status;
  }

  async function listen(enough: (so: { texts: string[]; ready: boolean }) => boolean): Promise<string[]> {
    const hangUp = new AbortController();
    const response = await fetch(`${await address()}/chat/events?after=0`, {
      headers: { cookie: await open() }, signal: AbortSignal.any([hangUp.signal, AbortSignal.timeout(LONGEST_WAIT_MS)]),
    });
    let text = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const texts = linesIn(text);
      if (!enough({ texts, ready: text.includes('event: ready') })) continue;
      hangUp.abort();
      return texts;
    }
    throw new Error('The program hung up.');
  }

  const villager: Villager = {
    cookie: undefined, taken, tries,
    async says(text) {
      const id = `villager-${name}-${++messages}`;
      for (;;) {
        const status = await tries(id, { kind: 'text', text }).catch(() => 0);
        if (status === 200) break;
        if (status >= 400 && status < 500) throw new Error(`refused with ${status}`);
        await sleep(50);
      }
      taken.push(id);
    },
    heard: () => listen(({ ready }) => ready),
    hears: (pattern) => listen(({ texts }) => texts.some((text) => pattern.test(text))),
  };
  return villager;
}

function linesIn(events: string): string[] {
  const lines = new Map<string, string>();
  for (const [, data] of events.matchAll(/event: line\ndata: (.*)\n/g)) {
    const line = JSON.parse(data!) as { id: string; text: string };
    lines.set(line.id, line.text);
  }
  return [...lines.values()];
}
