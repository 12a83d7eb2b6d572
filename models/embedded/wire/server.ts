import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Double } from 'bson';
import { CommandRequest, type ServerState } from '../commands/request.ts';
import { runCommand } from '../commands/table.ts';
import { asDbError } from '../errors.ts';
import { encodeReply } from './raw-bson.ts';
import type { Doc } from '../values/values.ts';
import { frameReply, MessageReader, parseRequest, type WireRequest } from './wire.ts';

/** Nobody may be connected for this long, so that one who is just coming is not missed. */
const QUIET_STEPS = 5;
const STEP_MS = 20;

/** A listening server of the MongoDB wire protocol. */
export interface WireServer {
  readonly server: Server;
  /** Resolves once nobody is connected. */
  unused(): Promise<void>;
  /** Ends all connections, waits for the commands that are still at work, and stops listening. */
  close(): Promise<void>;
}

/** Makes a server that answers with these commands' state; the caller lets it listen. */
export function createWireServer(state: ServerState): WireServer {
  const sockets = new Set<Socket>();
  const answers = new Set<Promise<unknown>>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(socket, state, answers);
  });
  return {
    server,
    async unused() {
      for (let quiet = 0; quiet < QUIET_STEPS; quiet = sockets.size === 0 ? quiet + 1 : 0) await sleep(STEP_MS);
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await Promise.allSettled(answers); // what still reads must not find the data file closed
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

function serve(socket: Socket, state: ServerState, answers: Set<Promise<unknown>>): void {
  const reader = new MessageReader();
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    try {
      for (const message of reader.read(chunk)) {
        const request = parseRequest(message);
        const answered = answer(request, state).then(
          (reply) => reply && socket.writable && socket.write(reply),
          () => socket.destroy(),
        );
        answers.add(answered);
        void answered.finally(() => answers.delete(answered));
      }
    } catch {
      socket.destroy(); // not the protocol: nothing sensible can be answered
    }
  });
}

async function answer(request: WireRequest, state: ServerState): Promise<Buffer | undefined> {
  const reply = await encodedReply(request, state);
  return request.answered ? frameReply(request, reply) : undefined;
}

async function encodedReply(request: WireRequest, state: ServerState): Promise<Buffer> {
  try {
    const reply = await runCommand(new CommandRequest(state, request));
    return Buffer.isBuffer(reply) ? reply : encodeReply(withOk(reply));
  } catch (error) {
    // a command that cannot be read, or an answer that is no BSON (a field name with a zero byte, say)
    const { message, code, codeName } = asDbError(error);
    return encodeReply(withOk({ ok: 0, errmsg: message, code, codeName }));
  }
}

/** MongoDB's `ok` is a double. */
function withOk(reply: Doc): Doc {
  return { ...reply, ok: new Double(reply['ok'] === 0 ? 0 : 1) };
}
