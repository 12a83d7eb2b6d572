/* 200 rounds of kill -9 on one folder: node --import tsx test/models/embedded/kill-200.ts [rounds] */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killRounds } from './kill-rounds.ts';

const rounds = Number(process.argv[2] ?? 200);
const dir = mkdtempSync(join(tmpdir(), 'kill-'));
const report = await killRounds(dir, rounds, (round, { acknowledged, missing, behind, problems }) => {
  const found = `${missing.length} missing, counter behind ${behind} times, ${problems.length} problems of indexes`;
  process.stdout.write(`round ${round + 1}: ${acknowledged} acknowledged, ${found}\n`);
});
rmSync(dir, { recursive: true, force: true });
process.stdout.write(`${JSON.stringify({ rounds, ...report })}\n`);
process.exitCode = report.missing.length + report.behind + report.problems.length === 0 ? 0 : 1;
