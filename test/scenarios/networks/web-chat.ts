import { createHash } from 'node:crypto';
import type { ChatLine } from '../../../bot/web-chat/line.ts';
import { PATIENCE_MS, type Network, type Villager } from './network.ts';
import type { Program } from './program.ts';

/** The villagers' page, as its script talks with the program: over HTTP, with live replies. */
export async function createWebChat(): Promise<Network> {
  let program: Program | undefined;
  let people = 0;

  function villager(): Villager {
    const me = ++people;
    let messages = 0;
    let cookie: string | undefined;
    let cursor = 0;
    let last: { path: string; body: BodyInit; headers: Record<string, string> } | undefined;
    const { base } = program!;

    async function open(): Promise<string> {
      if (cookie) return cookie;
      const response = await fetch(`${base}/chat`);
      await response.text();
      cookie = response.headers.getSetCookie()[0]!.split(';')[0]!;
      return cookie;
    }

    async function post(path: string, body: BodyInit, headers: Record<string, string> = {}): Promise<void> {
      last = { path, body, headers };
      const init = { method: 'POST', body, headers: { ...headers, origin: base, cookie: await open() } };
      const response = await fetch(`${base}/chat/${path}`, init);
      const answer = await response.text();
      if (response.status !== 200) throw new Error(`${path} answers ${response.status}: ${answer}`);
    }

    const id = () => `villager-${me}-${++messages}`;
    const sends = (content: Record<string, unknown>) => (
      post('messages', JSON.stringify({ id: id(), ...content }), { 'content-type': 'application/json' }));

    /** Listens from the beginning until what was said is enough. */
    async function listens(enough: (so: { lines: ChatLine[]; ready: boolean }) => boolean): Promise<ChatLine[]> {
      const hangUp = new AbortController();
      const headers = { cookie: await open() };
      const signal = AbortSignal.any([hangUp.signal, AbortSignal.timeout(PATIENCE_MS)]);
      const response = await fetch(`${base}/chat/events?after=0`, { headers, signal });
      let text = '';
      try {
        for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
          text += chunk;
          const lines = linesIn(text);
          if (!enough({ lines, ready: text.includes('event: ready') })) continue;
          hangUp.abort();
          return lines;
        }
      } catch (error) {
        throw new Error(`Waited in vain; heard so far:\n${linesIn(text).map((line) => line.text).join('\n')}`, {
          cause: error,
        });
      }
      throw new Error('The program hung up.');
    }

    return {
      // The chat's id is made of the secret in the cookie.
      chat: () => `web:${createHash('sha256').update(cookie!.split('=')[1]!).digest('base64url').slice(0, 22)}`,
      says: (text) => sends({ kind: 'text', text }),
      async answers(label) {
        const offers = (await listens(({ ready }) => ready)).toReversed()
          .flatMap(({ prompt, choices }) => choices.map((choice) => ({ prompt, choice })));
        const offer = offers.find(({ choice }) => (
          typeof label === 'string' ? choice.label === label : label.test(choice.label)));
        if (!offer) throw new Error(`Nobody offers “${label}”.`);
        await sends({ kind: 'choice', prompt: offer.prompt, choice: offer.choice.id });
      },
      async sendsPhoto(bytes, caption) {
        const form = new FormData();
        form.set('id', id());
        form.set('text', caption);
        form.set('file', new File([new Uint8Array(bytes)], 'anh.jpg', { type: 'image/jpeg' }));
        await post('files', form);
      },
      async hears(pattern) {
        const find = (lines: ChatLine[]) => lines.findIndex(({ text }, at) => at >= cursor && pattern.test(text));
        const lines = await listens((so) => find(so.lines) >= 0);
        const found = find(lines);
        cursor = found + 1;
        return lines[found]!.text;
      },
      heard: async () => (await listens(({ ready }) => ready)).map(({ text }) => text),
      repeats: () => post(last!.path, last!.body, last!.headers),
    };
  }

  return {
    channel: 'web', villager,
    env: () => ({ WEB_CHAT: 'on' }),
    async begins(running) { program = running; },
    async close() { program = undefined; },
  };
}

function linesIn(events: string): ChatLine[] {
  const lines = new Map<string, ChatLine>();
  for (const [, data] of events.matchAll(/event: line\ndata: (.*)\n/g)) {
    const line = JSON.parse(data!) as ChatLine;
    lines.set(line.id, line);
  }
  return [...lines.values()];
}
