/** Live replies: server-sent events, which old phones know, proxies let through and browsers renew by themselves. */
import type { Request, Response } from 'express';
import type { WebChat } from './web-chat.ts';

/** Below the half minute after which proxies and mobile networks drop a silent connection. */
const HEARTBEAT_MS = 25_000;
const RECONNECT_MS = 3000;

export interface EventStreams {
  /** Answers with the chat's stream: what was said after the last event that the browser has, then all that is new. */
  open(req: Request, res: Response, chatId: string): void;
  /** Ends every stream; browsers come back by themselves, and until then find the door closed. */
  close(): void;
}

/** Keeps the open streams, so that they can be ended when the program stops. */
export function createEventStreams(webChat: WebChat): EventStreams {
  const open = new Set<() => void>();
  let closed = false;

  return {
    open(req, res, chatId) {
      if (closed) {
        res.status(503).set('Retry-After', '3').end();
        return;
      }
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

      function end(): void {
        if (!open.delete(end)) return;
        clearInterval(heartbeat);
        unsubscribe();
        res.end();
      }
      open.add(end);
      res.on('close', end);
    },

    close() {
      closed = true;
      for (const end of open) end();
    },
  };
}

/** The browser's own `Last-Event-ID` when it renews a connection; `?after=` when the page opens a new one. */
function lastOrder(req: Request): number {
  const given = req.get('Last-Event-ID') ?? String(req.query['after'] ?? '');
  return /^\d{1,16}$/.test(given) ? Number(given) : 0;
}
