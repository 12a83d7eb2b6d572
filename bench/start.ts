/** A cold start with 10,000 petitions stored: until messages are taken, and what it holds in memory. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../clock.ts';
import { readConfig } from '../config.ts';
import { openData } from '../data.ts';
import { median, type Figure } from './measure.ts';
import { samplePetitions } from './sample-petitions.ts';

const PETITIONS = 10_000;
const STARTS = 3;
const PORT = 39_871;

/** Medians of some starts of the whole program on ten thousand petitions, until it answers. */
export async function benchStart(): Promise<Figure[]> {
  const dir = await mkdtemp(join(tmpdir(), 'doi-thoai-bench-'));
  const data = await openData({ config: readConfig({ DATA_DIR: dir }), clock: systemClock, alone: true });
  for (const draft of samplePetitions(data.plans[0]!, PETITIONS, systemClock())) {
    await data.stores.petitions.create(draft);
  }
  await data.close();

  const seconds: number[] = [];
  const megabytes: number[] = [];
  for (let run = 0; run < STARTS; run++) {
    const start = performance.now();
    const child = spawn(process.execPath, ['bin/run.mjs', 'main.ts'], {
      env: { ...process.env, DATA_DIR: dir, PORT: String(PORT), PLANS: '', MONGODB_URI: '', REDIS_URL: '' },
      stdio: 'ignore',
    });
    await ready();
    seconds.push((performance.now() - start) / 1000);
    await sleep(1_000);
    megabytes.push(residentMegabytes(child.pid!));
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
  }
  await rm(dir, { recursive: true, force: true });
  return [
    {
      name: `cold start, ${PETITIONS} petitions`, value: median(seconds), unit: 's',
      baseline: 2.5, baselineName: 'bar',
    },
    {
      name: `memory after start, ${PETITIONS} petitions`, value: median(megabytes), unit: 'MB',
      baseline: 220, baselineName: 'bar',
    },
  ];
}

async function ready(): Promise<void> {
  for (;;) {
    const status = await fetch(`http://127.0.0.1:${PORT}/healthz`).then(({ ok }) => ok, () => false);
    if (status) return;
    await sleep(20);
  }
}

/** Linux tells it in /proc; elsewhere the figure is left at 0. */
function residentMegabytes(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1000;
  } catch {
    return 0;
  }
}
