import mongoose from 'mongoose';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryDatabase } from './temporary.ts';

async function connection() {
  const { database } = await temporaryDatabase();
  const opened = await mongoose.createConnection(database.uri).asPromise();
  onTestFinished(() => opened.close());
  return opened;
}

function petitionSchema() {
  return new mongoose.Schema({
    code: { type: String, unique: true },
    text: String,
    status: { type: String, enum: ['new', 'routed'], default: 'new' },
    answers: [{ by: String, text: String }],
    tags: [String],
    count: Number,
  }, { timestamps: true, optimisticConcurrency: true });
}

describe('mongoose, unmodified', () => {
  test('saves, changes and finds a document with defaults, subdocuments and timestamps', async () => {
    const Petition = (await connection()).model('Petition', petitionSchema());
    await Petition.init();

    const made = await Petition.create({
      code: 'P-1', text: 'Đường lầy', answers: [{ by: 'office', text: 'Sẽ sửa' }],
    });
    made.status = 'routed';
    made.answers[0]!.text = 'Đã sửa';
    await made.save();
    const found = await Petition.findOne({ 'answers.by': 'office' }).lean();

    expect(found).toMatchObject({ code: 'P-1', status: 'routed', answers: [{ text: 'Đã sửa' }] });
    expect(found!.createdAt).toBeInstanceOf(Date);
  });

  test('refuses a stale save with a VersionError', async () => {
    const Petition = (await connection()).model('Petition', petitionSchema());
    await Petition.create({ code: 'P-1', text: 'one' });
    const [first, second] = [await Petition.findOne(), await Petition.findOne()];

    first!.text = 'two';
    await first!.save();
    second!.text = 'three';

    await expect(second!.save()).rejects.toThrow(mongoose.Error.VersionError);
  });

  test('reports a duplicate as MongoDB does', async () => {
    const Petition = (await connection()).model('Petition', petitionSchema());
    await Petition.init();
    await Petition.create({ code: 'P-1' });

    const again = Petition.create({ code: 'P-1' });

    await expect(again).rejects.toMatchObject({ code: 11000, keyPattern: { code: 1 }, keyValue: { code: 'P-1' } });
  });

  test('syncs indexes, populates, iterates a cursor and writes in bulk', async () => {
    const db = await connection();
    const Person = db.model('Person', new mongoose.Schema({ name: String }));
    const Note = db.model('Note', new mongoose.Schema({
      n: { type: Number, index: true }, by: { type: mongoose.Schema.Types.ObjectId, ref: 'Person' },
    }));
    const person = await Person.create({ name: 'Bà Sáu' });
    await Note.insertMany(Array.from({ length: 250 }, (_, n) => ({ n, by: person.id })));

    const dropped = await Note.syncIndexes();
    const seen: number[] = [];
    for await (const note of Note.find().sort({ n: -1 }).cursor()) seen.push(note.n!);
    const one = await Note.findOne({ n: 7 }).populate<{ by: { name: string } }>('by');
    const bulk = await Note.bulkWrite([
      { updateMany: { filter: { n: { $lt: 10 } }, update: { $inc: { n: 1000 } } } },
      { deleteOne: { filter: { n: 20 } } },
    ]);

    expect(dropped).toEqual([]);
    expect(seen).toEqual(Array.from({ length: 250 }, (_, i) => 249 - i));
    expect(one!.by.name).toBe('Bà Sáu');
    expect(bulk).toMatchObject({ modifiedCount: 10, deletedCount: 1 });
    expect(await Note.distinct('n', { n: { $gte: 1000 } })).toHaveLength(10);
  });

  test('aggregates with groups, lookups and time zones', async () => {
    const db = await connection();
    const Petition = db.model('Petition', petitionSchema());
    await Petition.create([
      { code: 'a', tags: ['road'], count: 1 }, { code: 'b', tags: ['road', 'water'], count: 2 },
      { code: 'c', tags: ['water'], count: 4 },
    ]);

    const groups = await Petition.aggregate([
      { $unwind: '$tags' }, { $group: { _id: '$tags', total: { $sum: '$count' } } }, { $sort: { _id: 1 } },
    ]);
    const days = await Petition.aggregate([
      { $set: { at: new Date('2026-03-01T20:00:00Z') } },
      { $group: { _id: { $dateToString: { date: '$at', format: '%Y-%m-%d', timezone: 'Asia/Ho_Chi_Minh' } } } },
    ]);
    const [facet] = await Petition.aggregate([{
      $facet: {
        large: [{ $match: { count: { $gt: 1 } } }, { $count: 'n' }],
        none: [{ $match: { count: 9 } }, { $count: 'n' }],
      },
    }]);

    expect(groups).toEqual([{ _id: 'road', total: 3 }, { _id: 'water', total: 6 }]);
    expect(days).toEqual([{ _id: '2026-03-02' }]);
    expect(facet).toEqual({ large: [{ n: 2 }], none: [] });
  });
});
