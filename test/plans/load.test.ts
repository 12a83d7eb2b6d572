import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadPlans, planFiles } from '../../plans/load.ts';
import { PlanError } from '../../plans/problems.ts';
import { SMALLEST } from './plan-of.ts';

const firstDay = '2026-11-20';
let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'plans-'));
});

afterEach(() => rmSync(root, { recursive: true }));

function folder(name: string, files: Record<string, string>): string {
  const dir = join(root, name);
  mkdirSync(dir);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(dir, file), text);
  return dir;
}

function titled(title: string): string {
  return SMALLEST.replace('title: Kế hoạch đối thoại', `title: ${title}`);
}

describe('loading plans', () => {
  it('serves those that are named, in that order', () => {
    const dir = folder('a', { 'x.yaml': titled('X'), 'y.yml': titled('Y'), 'z.yaml': 'broken: [', 'notes.txt': 'a' });

    expect(loadPlans({ dirs: [dir], names: ['y', 'x'], firstDay }).map(({ id, title }) => [id, title])).toEqual([
      ['y', 'Y'], ['x', 'X'],
    ]);
  });

  it('serves all there are without names', () => {
    const dir = folder('a', { 'y.yaml': titled('Y'), 'x.yaml': titled('X') });

    expect(loadPlans({ dirs: [dir], firstDay }).map(({ id }) => id)).toEqual(['x', 'y']);
  });

  it('lets the folder named first win, and passes over one that is not there', () => {
    const own = folder('own', { 'x.yaml': titled('Của xã') });
    const shipped = folder('shipped', { 'x.yaml': titled('Có sẵn') });

    expect(loadPlans({ dirs: [join(root, 'none'), own, shipped], firstDay }).map(({ title }) => title))
      .toEqual(['Của xã']);
    expect([...planFiles([own, shipped]).values()]).toEqual([join(own, 'x.yaml')]);
  });

  it('carries the problems of all files and names at once', () => {
    const dir = folder('a', { 'x.yaml': 'title: X\n', 'thai-tan-2025.yaml': titled('Y') });

    const error = caught(() => loadPlans({ dirs: [dir], names: ['x', 'thai-tan-2026'], firstDay }));

    expect(error.problems.length).toBeGreaterThan(3);
    expect(error.message).toMatch(/There is no plan "thai-tan-2026"\. Did you mean "thai-tan-2025"\?/);
    expect(error.message).toMatch(/x\.yaml: error: receiptPrefix: This is missing/);
  });

  it('refuses two communes with one receipt prefix', () => {
    const dir = folder('a', { 'x.yaml': titled('X'), 'y.yaml': titled('Y')
      .replace('commune: Thử Nghiệm', 'commune: Khác') });

    expect(caught(() => loadPlans({ dirs: [dir], firstDay })).message)
      .toMatch(/y\.yaml: error: receiptPrefix: .* also that of x/);
  });

  it('says so when there are none at all', () => {
    expect(caught(() => loadPlans({ dirs: [root], names: ['x'], firstDay })).message).toMatch(/Known are: none/);
    expect(loadPlans({ dirs: [root], firstDay })).toEqual([]);
  });
});

function caught(act: () => unknown): PlanError {
  try {
    act();
  } catch (error) {
    if (error instanceof PlanError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
