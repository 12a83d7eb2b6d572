import { z } from 'zod';
import type { JobDefinition } from '../job-queue.ts';

/** Brings a photo or file from the network into our own storage. */
export const fetchAttachment = {
  name: 'fetch-attachment',
  version: 1,
  payload: z.object({ attachment: z.string().min(1) }),
} as const satisfies JobDefinition<{ attachment: string }>;
