/* Writes one document after another, several at a time, and prints each id and count once it is acknowledged. */
import mongoose from 'mongoose';
import { startEmbedded } from '../../../../models/embedded/index.ts';

const database = await startEmbedded({ dir: process.argv[2]! });
const client = await mongoose.mongo.MongoClient.connect(database.uri);
const db = client.db();
const round = process.argv[3]!;

async function writer(name: string): Promise<never> {
  for (let i = 0; ; i++) {
    const id = `${round}-${name}-${i}`;
    await db.collection('petitions').insertOne({ _id: id as never, text: 'x'.repeat(300) });
    const counter = await db.collection('counters').findOneAndUpdate(
      { _id: 'petition' as never }, { $inc: { n: 1 } }, { upsert: true, returnDocument: 'after' },
    );
    process.stdout.write(`${id} ${counter!['n']}\n`);
  }
}

await Promise.all(['a', 'b', 'c', 'd'].map(writer));
