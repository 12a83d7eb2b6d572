import { createConnection } from 'node:net';
import { encode, type Doc } from '../values/values.ts';
import { frameCommand, MessageReader, parseReply } from './wire.ts';

/** Where a database listens: a socket file, or a port of this machine. */
export type Address = { path: string } | { host: string; port: number };

/** Thrown when something accepted the connection but gave no answer in time. */
export class NoAnswerError extends Error {}

/**
 * Sends one command to a running database and resolves with its reply. Rejects with a socket error when nobody
 * listens, with NoAnswerError after `timeoutMs`.
 */
export function sendCommand(address: Address, command: Doc, timeoutMs: number): Promise<Doc> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(address);
    const reader = new MessageReader();
    const timer = setTimeout(() => fail(new NoAnswerError('no answer')), timeoutMs);
    function fail(error: Error): void {
      clearTimeout(timer);
      socket.destroy();
      reject(error);
    }
    socket.on('error', fail);
    socket.on('close', () => fail(new NoAnswerError('the connection was closed')));
    socket.on('data', (chunk: Buffer) => {
      try {
        for (const message of reader.read(chunk)) {
          clearTimeout(timer);
          resolve(parseReply(message));
          socket.destroy();
          return;
        }
      } catch (error) {
        fail(error as Error);
      }
    });
    socket.write(frameCommand(1, encode({ ...command, $db: 'admin' })));
  });
}
