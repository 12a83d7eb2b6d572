/**
 * Connections that tell "never connected" from "no answer". A message that never left may be sent again; one that may
 * have arrived may not, and neither node-fetch's error nor telegraf's says which it was. Where Telegram is blocked,
 * packets vanish, so waiting for a connection has its own, shorter limit.
 */
import * as http from 'node:http';
import * as https from 'node:https';
import type { Duplex } from 'node:stream';

/** The `code` of every error of a connection that was never made: nothing was sent. */
export const NEVER_CONNECTED = 'NEVER_CONNECTED';

/** Idle connections are dropped well before Telegram's side closes them, so that no request meets a closing one. */
const IDLE_MS = 5_000;

/** An agent for `apiRoot` whose connections fail with `NEVER_CONNECTED` when they are not there in `connectMs`. */
export function createAgent(apiRoot: string, connectMs: number): http.Agent {
  const secure = apiRoot.startsWith('https:');
  const options = { keepAlive: true, timeout: IDLE_MS };
  const agent = secure ? new https.Agent(options) : new http.Agent(options);
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (...args) => {
    const socket = connect(...args);
    if (socket) watch(socket, secure ? 'secureConnect' : 'connect', connectMs);
    return socket;
  };
  return agent;
}

function watch(socket: Duplex, connected: string, connectMs: number): void {
  const timer = setTimeout(() => socket.destroy(new Error('no connection in time')), connectMs);
  function mark(error: Error): void {
    clearTimeout(timer);
    Object.assign(error, { code: NEVER_CONNECTED });
  }
  socket.once('error', mark);
  socket.once('close', () => clearTimeout(timer));
  socket.once(connected, () => {
    clearTimeout(timer);
    socket.off('error', mark);
  });
}
