import { z } from 'zod';
import type { JobDefinition } from '../job-queue.ts';

/** Works through what a chat has written: its inbox, oldest first, until nothing is left. */
export const receiveMessage = {
  name: 'receive-message',
  version: 1,
  payload: z.object({ chat: z.string().min(1) }),
} as const satisfies JobDefinition<{ chat: string }>;
