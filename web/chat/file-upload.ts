/** Reads one uploaded file into memory; the page sends several one after the other. */
import type { RequestHandler } from 'express';
import multer from 'multer';
import { refuse } from './problems.vi.ts';

export const MAX_FILE_BYTES = 10 * 1024 * 1024;
/** Each is held in memory while it arrives: together 80 MB at most, on a machine that may have little. */
const AT_ONCE = 8;

/** Puts the file into `req.file` and the fields into `req.body`, or answers why not. */
export function oneFile(): RequestHandler {
  const parse = multer({
    storage: multer.memoryStorage(),
    defParamCharset: 'utf8',
    limits: { fileSize: MAX_FILE_BYTES, files: 1, fields: 5, fieldSize: 20_000, parts: 6 },
  }).single('file');
  let arriving = 0;

  return function readFile(req, res, next) {
    if (arriving >= AT_ONCE) {
      res.set('Retry-After', '3');
      refuse(res, 'notSaved');
      return;
    }
    arriving += 1;
    parse(req, res, (error: unknown) => {
      arriving -= 1;
      if (error === undefined || error === null) next();
      else refuse(res, (error as { code?: string }).code === 'LIMIT_FILE_SIZE' ? 'fileTooBig' : 'invalid');
    });
  };
}
