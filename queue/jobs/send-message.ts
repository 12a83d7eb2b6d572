import { z } from 'zod';
import type { JobDefinition } from '../job-queue.ts';

/** Sends what waits in a chat's outbox, oldest first, at the network's pace. */
export const sendMessage = {
  name: 'send-message',
  version: 1,
  payload: z.object({ chat: z.string().min(1) }),
} as const satisfies JobDefinition<{ chat: string }>;
