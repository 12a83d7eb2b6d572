/** Where Zalo pushes events: a WebSocket server on a free loopback port that speaks Zalo's frames. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { encodeEvent, type EventEncoding } from './cipher.ts';
import { digitsJson } from './json.ts';

/** A frame from the program: old messages are asked for with 510 (people) and 511 (groups). */
export interface AskedFrame { command: number }

export interface Sockets {
  readonly url: string;
  /** Connections at present: one, or none. */
  open(): number;
  /** Connections that were let in so far. */
  readonly connected: { userAgent: string; cookie: string }[];
  pings(): number;
  /** Sends an event to whoever is connected; false when nobody is, or the line is dead. */
  push(command: number, subCommand: number, data: unknown): boolean;
  /** Sends these bytes instead of a frame. */
  sends(bytes: Buffer): void;
  encoding: EventEncoding;
  /** Closes what is open: 1006 cuts the line, other codes are said politely. */
  drop(code: number): void;
  /** The account was opened elsewhere: the program is told, and its library hangs up. */
  tellDuplicate(): void;
  /** Nothing comes any more and pings stay unanswered, though the line looks open; a new line is well again. */
  silence(): void;
  /** Whether anybody is let in. */
  accepting: boolean;
  close(): Promise<void>;
}

export async function createSockets({ admits, asked, changed }: {
  /** May a program with this cookie and browser name listen? */
  admits: (cookie: string, userAgent: string) => boolean;
  asked: (frame: AskedFrame) => void;
  changed: () => void;
}): Promise<Sockets> {
  const server = new WebSocketServer({
    port: 0, host: '127.0.0.1',
    verifyClient: ({ req }: { req: IncomingMessage }) => sockets.accepting && admits(...given(req)),
  });
  await new Promise((resolve) => { server.once('listening', resolve); });
  const { port } = server.address() as AddressInfo;
  const key = randomBytes(32);
  let current: WebSocket | undefined;
  let deaf = false;
  let pings = 0;

  function frame(command: number, subCommand: number, body: unknown): Buffer {
    const head = Buffer.alloc(4);
    head[0] = 1;
    head.writeUInt16LE(command, 1);
    head[3] = subCommand;
    return Buffer.concat([head, Buffer.from(JSON.stringify(body))]);
  }

  server.on('connection', (socket, request) => {
    // One listener per account: the one before is told to hang up.
    current?.send(frame(3000, 0, {}));
    current = socket;
    deaf = false;
    const [cookie, userAgent] = given(request);
    sockets.connected.push({ userAgent, cookie });
    socket.on('close', () => {
      if (current === socket) current = undefined;
      changed();
    });
    socket.on('message', (raw: Buffer) => {
      const command = raw.readUInt16LE(1);
      if (command === 2) pings += 1;
      if (command === 2) socket.send(frame(2, 1, {}));
      else asked({ command });
      changed();
    });
    socket.send(frame(1, 1, { key: key.toString('base64') }));
    changed();
  });

  const sockets: Sockets = {
    url: `ws://127.0.0.1:${port}/`,
    open: () => (current ? 1 : 0),
    connected: [],
    pings: () => pings,
    encoding: 2,
    accepting: true,
    push(command, subCommand, data) {
      if (!current || deaf) return false;
      const { encoding } = sockets;
      const event = { data: encodeEvent(digitsJson({ data }), encoding, key), encrypt: encoding };
      current.send(frame(command, subCommand, event));
      return true;
    },
    sends: (bytes) => current?.send(bytes),
    drop(code) {
      if (code === 1006) current?.terminate();
      else current?.close(code);
    },
    tellDuplicate: () => current?.send(frame(3000, 0, {})),
    silence() {
      deaf = true;
      // Does not read any more either, so that no ping is answered.
      current?.pause();
    },
    async close() {
      for (const socket of server.clients) socket.terminate();
      await new Promise((resolve) => { server.close(resolve); });
    },
  };
  return sockets;
}

function given({ headers }: IncomingMessage): [cookie: string, userAgent: string] {
  return [headers.cookie ?? '', headers['user-agent'] ?? ''];
}
