/**
 * The rendering worker's entry: takes the petitions in slices, then the order to render, answers with the file and
 * ends. Started by `render-in-worker.ts` through `worker-entry.mjs`.
 */
import { parentPort } from 'node:worker_threads';
import type { ExportFormat, ReportInput } from './input.ts';
import type { ListedPerson, ListedPetition } from './listed.ts';
import { renderReport } from './render.ts';

export type WorkerRequest =
  | { kind: 'petitions'; items: ListedPetition[] }
  | { kind: 'people'; items: ListedPerson[] }
  | { kind: 'render'; format: ExportFormat; rest: Omit<ReportInput, 'petitions' | 'people'> };

/** The file's bytes, moved and not copied. */
export type WorkerAnswer = { file: ArrayBuffer };

const port = parentPort;
if (!port) throw new Error('reports/worker.ts runs only as a worker thread; call renderExport() of reports/index.ts.');

const petitions: ListedPetition[] = [];
const people: ListedPerson[] = [];

port.on('message', async (request: WorkerRequest) => {
  switch (request.kind) {
    case 'petitions': petitions.push(...request.items); return;
    case 'people': people.push(...request.items); return;
    case 'render': {
      const buffer = await renderReport(request.format, { ...request.rest, petitions, people });
      const file = new Uint8Array(buffer).buffer;
      port.postMessage({ file } satisfies WorkerAnswer, [file]);
      port.close();
    }
  }
});
