/**
 * A small database in this process: it speaks the MongoDB wire protocol, so that mongoose and the official driver work
 * with it unmodified, and keeps its data in one folder. See README.md beside this file.
 */
export { startEmbedded, reachEmbedded, type EmbeddedDatabase, type OpenOptions } from './open.ts';
export { restoreEmbedded } from './folder/restore.ts';
export { DatabaseInUseError, DatabaseUnusableError } from './errors.ts';
