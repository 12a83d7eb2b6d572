// A server that answers every command of the MongoDB wire protocol at once with a canned reply, in a thread of its own:
// what the driver itself needs. `workerData`: the path of
// its socket, and the document that every `find` gives.
import { createServer } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { serialize } from 'bson';

const ok = { ok: 1 };
const hello = {
  helloOk: true, isWritablePrimary: true, ismaster: true, maxBsonObjectSize: 16777216, maxMessageSizeBytes: 48000000,
  maxWriteBatchSize: 100000, localTime: new Date(0), minWireVersion: 0, maxWireVersion: 21, readOnly: false, ...ok,
};
const found = { cursor: { firstBatch: [workerData.document], id: 0n, ns: 'bench.petitions' }, ...ok };
const REPLIES = Object.fromEntries(Object.entries({
  hello, ismaster: hello, isMaster: hello, find: found, insert: { n: 1, ...ok }, other: ok,
}).map(([name, reply]) => [name, Buffer.from(serialize(reply))]));

function answer(message) {
  const legacy = message.readInt32LE(12) === 2004;
  const name = legacy ? 'hello' : message.toString('latin1', 26, message.indexOf(0, 26));
  const reply = REPLIES[name] ?? REPLIES.other;
  const head = Buffer.alloc(legacy ? 36 : 21);
  head.writeInt32LE(head.length + reply.length, 0);
  head.writeInt32LE(message.readInt32LE(4), 8);
  head.writeInt32LE(legacy ? 1 : 2013, 12);
  if (legacy) head.writeInt32LE(1, 32);
  return Buffer.concat([head, reply]);
}

const server = createServer({ noDelay: true }, (socket) => {
  let rest = Buffer.alloc(0);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= 4 && rest.length >= rest.readInt32LE(0)) {
      socket.write(answer(rest.subarray(0, rest.readInt32LE(0))));
      rest = rest.subarray(rest.readInt32LE(0));
    }
  });
});
server.listen(workerData.path, () => parentPort.postMessage('listening'));
