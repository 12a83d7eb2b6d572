/** Live replies: server-sent events, which old phones know, proxies let through and browsers renew by themselves. */
import type { Request, Response } from 'express';
import type { WebChat } from './web-chat.ts';

/** Below the half minute after which proxies and mobile networks drop a silent connection. */
const HEARTBEAT_MS = 25_000;
const RECONNECT_MS = 3000;
/** More than the tabs that anybody has open; a phone that lost its line leaves streams behind that nobody reads. */
const PER_CHAT = 8;
/** Each stream looks into the database every few seconds. Many people can share an address, though not so many. */
const PER_ADDRESS = 1000;

export interface EventStreams {
  /** Answers with the chat's stream: what was said after the last event that the browser has, then all that is new. */
  open(req: Request, res: Response, chatId: string): void;
  /** Ends every stream; browsers come back by themselves, and until then find the door closed. */
  close(): void;
}

interface Stream { chatId: string; address: string | undefined; end(): void }

/** Keeps the open streams, so that they can be ended when the program stops or one chat or address opens too many. */
export function createEventStreams(webChat: WebChat, { perAddress = PER_ADDRESS } = {}): EventStreams {
  const open = new Set<Stream>();
  let closed = false;

  return {
    open(req, res, chatId) {
      const address = req.ip;
      const neighbours = [...open].filter((stream) => stream.address === address).length;
      if (closed || neighbours >= perAddress) {
        res.status(503).set('Retry-After', '3').end();
        return;
      }
      // The oldest go first: they may be dead, and a living one comes back by itself.
      const own = [...open].filter((stream) => stream.chatId === chatId);
      for (const stream of own.slice(0, Math.max(0, own.length + 1 - PER_CHAT))) stream.end();
      res.status(200).set({
        'Content-Type': 'text/event-stream; charset=utf-8',
        'Cache-Control': 'no-store, no-transform',
        'X-Accel-Buffering': 'no',
      });
      res.write(`retry: ${RECONNECT_MS}\n\n`);

      const heartbeat = setInterval(() => res.write(': con day\n\n'), HEARTBEAT_MS);
      const unsubscribe = webChat.subscribe(chatId, lastOrder(req), {
        line: (line) => res.write(`id: ${line.order}\nevent: line\ndata: ${JSON.stringify(line)}\n\n`),
        caughtUp: () => res.write('event: ready\ndata: {}\n\n'),
      });

      const stream: Stream = {
        chatId,
        address,
        end() {
          if (!open.delete(stream)) return;
          clearInterval(heartbeat);
          unsubscribe();
          res.end();
        },
      };
      open.add(stream);
      res.on('close', stream.end);
    },

    close() {
      closed = true;
      for (const stream of open) stream.end();
    },
  };
}

/** The browser's own `Last-Event-ID` when it renews a connection; `?after=` when the page opens a new one. */
function lastOrder(req: Request): number {
  const given = req.get('Last-Event-ID') ?? String(req.query['after'] ?? '');
  return /^\d{1,16}$/.test(given) ? Number(given) : 0;
}
