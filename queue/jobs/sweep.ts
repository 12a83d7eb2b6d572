import { z } from 'zod';
import type { JobDefinition } from '../job-queue.ts';

/** Finds in the database what a crash left behind, and enqueues it again. */
export const sweep = {
  name: 'sweep',
  version: 1,
  payload: z.object({}),
} as const satisfies JobDefinition<Record<string, never>>;
