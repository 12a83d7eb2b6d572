import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import mongoose from 'mongoose';
import { startEmbedded } from '../../../models/embedded/index.ts';

const SCRIPT = fileURLToPath(new URL('children/write.ts', import.meta.url));

/** What was found after so many kills. */
export interface KillReport {
  /** Ids of documents whose writer had been told that they were stored. */
  acknowledged: number;
  missing: string[];
  /** Rounds after which the counter stood below what somebody had been told. */
  behind: number;
  /** What a comparison of the indexes with a full scan said. */
  problems: string[];
}

/**
 * Lets a process write through mongoose, kills it (-9) at a random moment, and looks at what it has left; so many
 * times on the same folder.
 */
export async function killRounds(
  dir: string, rounds: number, onRound: (round: number, report: KillReport) => void = () => {},
): Promise<KillReport> {
  const report: KillReport = { acknowledged: 0, missing: [], behind: 0, problems: [] };
  let highest = 0;
  for (let round = 0; round < rounds; round++) {
    const printed: string[] = [];
    const child = spawn(process.execPath, ['--import', 'tsx', SCRIPT, dir, String(round)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'close');
    const lines = createInterface(child.stdout!);
    lines.on('line', (line) => {
      const [id, count] = line.split(' ');
      printed.push(id!);
      highest = Math.max(highest, Number(count));
    });
    await Promise.race([once(lines, 'line'), ended.then(() => Promise.reject(new Error('the writer ended by itself')))]);
    await sleep(Math.random() * 250);
    child.kill('SIGKILL');
    await ended;
    await inspect(dir, printed, highest, report);
    onRound(round, report);
  }
  return report;
}

async function inspect(dir: string, printed: string[], highest: number, report: KillReport): Promise<void> {
  const database = await startEmbedded({ dir });
  const client = await mongoose.mongo.MongoClient.connect(database.uri);
  try {
    const found = await client.db().collection('petitions').find({ _id: { $in: printed as never[] } }).toArray();
    const there = new Set(found.map(({ _id }) => String(_id)));
    const counter = await client.db().collection('counters').findOne({});
    report.acknowledged += printed.length;
    report.missing.push(...printed.filter((id) => !there.has(id)));
    if ((counter?.['n'] ?? 0) < highest) report.behind++;
    report.problems.push(...await database.check());
  } finally {
    await client.close();
    await database.close();
  }
}
