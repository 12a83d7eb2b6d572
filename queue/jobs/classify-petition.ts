import { z } from 'zod';
import type { JobDefinition } from '../job-queue.ts';

/** Proposes a topic for a petition. */
export const classifyPetition = {
  name: 'classify-petition',
  version: 1,
  payload: z.object({ petition: z.string().min(1) }),
} as const satisfies JobDefinition<{ petition: string }>;
