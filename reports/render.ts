/** One report, rendered here and now; `index.ts` does it in a worker. */
import { renderCsv } from './csv.ts';
import { renderDocx } from './docx.ts';
import type { ExportFormat, ReportInput } from './input.ts';
import { renderJson } from './json.ts';
import { renderXlsx } from './xlsx.ts';

/** The finished file of a format. */
export async function renderReport(format: ExportFormat, input: ReportInput): Promise<Buffer> {
  switch (format) {
    case 'xlsx': return renderXlsx(input);
    case 'docx': return renderDocx(input);
    case 'csv': return Buffer.from(renderCsv(input));
    case 'json': return Buffer.from(renderJson(input));
  }
}
