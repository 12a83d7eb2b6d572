import { DbError } from '../errors.ts';
import { bsonType, isPlain } from '../values/values.ts';

/** MongoDB's limit for a stage; here for all that the stages of one pipeline hold at a time. */
const MOST_BYTES = 100 * 1024 * 1024;

/** What the stages of a pipeline have gathered, roughly in bytes. Who lets go of something sets `bytes` back. */
export class Memory {
  bytes = 0;

  /** Counts a value, and what it is made of. @throws DbError ExceededMemoryLimit when it is too much. */
  hold(value: any): void {
    this.bytes += 32 + (typeof value === 'string' ? value.length : bsonType(value) === 'Binary' ? value.length() : 0);
    if (this.bytes > MOST_BYTES) {
      throw new DbError('ExceededMemoryLimit', 'the stages of this pipeline would hold more than 100 MB in memory');
    }
    if (Array.isArray(value)) for (const element of value) this.hold(element);
    else if (isPlain(value)) for (const key of Object.keys(value)) this.hold(value[key]);
  }
}
