import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import readXlsxFile from 'read-excel-file/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contentType, fileName, renderExport } from '../../reports/index.ts';
import { renderInWorker } from '../../reports/render-in-worker.ts';
import { CONFERENCE, NOW, createInput, createPerson, createPetition, createPlan } from './sample.ts';

describe('an export', () => {
  it('is rendered in a worker, whole, also when the petitions travel in several slices', async () => {
    const petitions = Array.from({ length: 1_203 }, (_, index) => createPetition(index + 1));

    const file = await renderExport('json', { plan: createPlan(), petitions, people: [], speakers: [], now: NOW });

    const codes = JSON.parse(file.toString()).petitions.map(({ code }: { code: string }) => code);
    expect(codes).toEqual(petitions.map(({ code }) => code));
  });

  it('comes as a workbook with the appendix when asked for', async () => {
    const file = await renderExport('xlsx', {
      plan: createPlan(), petitions: [createPetition(1)], people: [createPerson(1)], speakers: [], now: NOW,
      appendix: true,
    });

    const sheets = await readXlsxFile(file);
    expect(sheets.map(({ sheet }) => sheet)).toContain('Phụ lục nội bộ');
  });

  it('has a name that any file system and header takes', () => {
    const request = { plan: createPlan({ id: 'vi-du-2026' }), conference: CONFERENCE, now: NOW };

    expect(fileName('docx', request)).toBe('tong-hop-kien-nghi_vi-du-2026_hoi-nghi-1_2026-02-05.docx');
    expect(fileName('xlsx', { plan: createPlan({ id: 'Đồng Mơ', rehearsal: true }), now: NOW, appendix: true }))
      .toBe('tap-duot_tong-hop-kien-nghi_dong-mo_noi-bo_2026-02-05.xlsx');
    expect(contentType('csv')).toBe('text/csv; charset=utf-8');
  });
});

describe('a rendering worker that fails', () => {
  let folder: string;
  beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'reports-')); });
  afterEach(async () => { await rm(folder, { recursive: true }); });

  async function entry(code: string): Promise<URL> {
    const file = join(folder, 'entry.mjs');
    await writeFile(file, code);
    return pathToFileURL(file);
  }

  it('gives the caller its error', async () => {
    const failing = renderInWorker('xlsx', createInput(), { entry: await entry("throw new Error('no paper');") });

    await expect(failing).rejects.toMatchObject({
      message: 'The xlsx export could not be rendered.', cause: { message: 'no paper' },
    });
  });

  it('gives an error when it ends without an answer', async () => {
    const failing = renderInWorker('docx', createInput(), { entry: await entry('process.exit(3);') });

    await expect(failing).rejects.toMatchObject({ cause: { message: expect.stringContaining('code 3') } });
  });

  it('gives an error when it runs out of memory, and this process lives on', async () => {
    const hungry = 'const all = []; for (;;) all.push(new Array(100_000).fill({}));';

    const failing = renderInWorker('docx', createInput(), { entry: await entry(hungry), memoryLimitMb: 32 });

    await expect(failing).rejects.toMatchObject({ cause: { code: 'ERR_WORKER_OUT_OF_MEMORY' } });
  });
});
