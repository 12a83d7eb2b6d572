import { once } from 'node:events';
import { connect as connectSocket, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { encode } from '../../../models/embedded/values/values.ts';
import { frameCommand } from '../../../models/embedded/wire/wire.ts';
import { random } from './random.ts';
import { temporaryDatabase } from './temporary.ts';

const SEED = Number(process.env['SEED'] ?? 20_261);

async function open(path: string, onData: (bytes: Buffer) => void): Promise<Socket> {
  const socket = connectSocket({ path });
  socket.on('data', onData);
  socket.on('error', () => {});
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return socket;
}

test(`random and mutated frames neither end the database nor show what is not theirs (SEED=${SEED})`, async () => {
  const { db, dir } = await temporaryDatabase();
  await db.collection('secret').insertOne({ _id: 1 as never, word: 'không ai được thấy' });
  const next = random(SEED);
  const commands = [
    { insert: 'fuzz', documents: [{ a: 1, b: 'x'.repeat(40) }], $db: 'fuzz' }, { hello: 1, $db: 'admin' },
    { find: 'fuzz', filter: { a: { $in: [1, 2] }, b: /x/ }, sort: { a: 1 }, limit: 3, $db: 'fuzz' },
    { update: 'fuzz', updates: [{ q: {}, u: { $inc: { a: 1 } }, multi: true }], $db: 'fuzz' },
    { aggregate: 'fuzz', pipeline: [{ $group: { _id: '$a', n: { $sum: 1 } } }], cursor: {}, $db: 'fuzz' },
    { getMore: 1n, collection: 'fuzz', $db: 'fuzz' }, { createIndexes: 'fuzz', indexes: [{ key: { a: 1 }, name: 'a' }] },
  ];
  const secret = Buffer.from('không ai được thấy');
  let shown = 0;
  let answers = 0;
  function look(bytes: Buffer): void {
    answers++;
    if (bytes.includes(secret)) shown++;
  }

  let socket = await open(`${dir}/db.sock`, look);
  for (let round = 0; round < 1500; round++) {
    const frame = frameCommand(round, encode(commands[next(commands.length)]!));
    for (let changes = next(4); changes > 0; changes--) frame[next(frame.length)] = next(256);
    if (next(10) === 0) frame.writeInt32LE(next(2 ** 31), next(4) === 0 ? 0 : 21);
    if (socket.destroyed || !socket.writable) socket = await open(`${dir}/db.sock`, look);
    socket.write(next(20) === 0 ? frame.subarray(0, next(frame.length)) : frame);
    if (next(4) > 0) continue;
    // what has been asked is answered, then somebody else comes
    await sleep(2);
    socket.destroy();
  }
  socket.destroy();

  expect(await db.collection('secret').find().toArray()).toEqual([{ _id: 1, word: 'không ai được thấy' }]);
  expect(answers).toBeGreaterThan(50);
  expect(shown).toBe(0);
  expect((await db.command({ validate: 'secret' }))['valid']).toBe(true);
}, 60_000);
