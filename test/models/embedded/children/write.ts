/* Writes through mongoose, several at a time, and prints each id and count once it is acknowledged. */
import mongoose from 'mongoose';
import { startEmbedded } from '../../../../models/embedded/index.ts';

const [, , dir = '', round = ''] = process.argv;
const database = await startEmbedded({ dir });
const connection = await mongoose.createConnection(database.uri).asPromise();
const schema = new mongoose.Schema({
  _id: String, code: { type: String, unique: true }, status: { type: String, index: true }, tags: [String], text: String,
}, { timestamps: true, versionKey: false });
schema.index({ tags: 1, createdAt: -1 });
const Petition = connection.model('Petition', schema, 'petitions');
const Counter = connection.model('Counter', new mongoose.Schema({ _id: String, n: Number }), 'counters');
await Promise.all([Petition.init(), Counter.init()]);

async function writer(name: string): Promise<never> {
  for (let i = 0; ; i++) {
    const id = `${round}-${name}-${i}`;
    await Petition.create({ _id: id, code: id, status: 'new', tags: [name, `t${i % 3}`], text: 'x'.repeat(300) });
    if (i % 3 === 0) await Petition.updateOne({ _id: id }, { $set: { status: 'sorted' }, $push: { tags: 'more' } });
    if (i % 2 === 0) {
      await Petition.create({ _id: `${id}-gone`, code: `${id}-gone`, tags: ['gone'] });
      await Petition.deleteOne({ _id: `${id}-gone` });
    }
    const counter = await Counter.findOneAndUpdate(
      { _id: 'petition' }, { $inc: { n: 1 } }, { upsert: true, returnDocument: 'after' },
    ).lean();
    process.stdout.write(`${id} ${counter!.n}\n`);
  }
}

await Promise.all(['a', 'b', 'c', 'd'].map(writer));
