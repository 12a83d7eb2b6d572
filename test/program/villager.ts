/** Somebody with the web chat open in a browser that keeps its cookie, sends again what was not taken, and listens. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface Villager {
  /** Sends until the program says that it is saved, as the page does, over restarts too. */
  says(text: string): Promise<void>;
  /** Tries once. */
  tries(id: string, body: Record<string, unknown>): Promise<number>;
  /** What the bot said, oldest first, each once. */
  heard(): Promise<string[]>;
  /** Ids of the messages that were taken. */
  readonly taken: string[];
  /** Who they are to the program; another browser with the same cookie is the same person. */
  cookie: string | undefined;
}

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
    async heard() {
      const response = await fetch(`${await address()}/chat/events?after=0`, { headers: { cookie: await open() } });
      const lines = new Map<string, string>();
      let text = '';
      for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
        text += chunk;
        if (text.includes('event: ready')) break;
      }
      for (const [, data] of text.matchAll(/event: line\ndata: (.*)\n/g)) {
        const line = JSON.parse(data!) as { id: string; text: string };
        lines.set(line.id, line.text);
      }
      return [...lines.values()];
    },
  };
  return villager;
}
