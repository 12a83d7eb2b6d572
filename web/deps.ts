import type { RequestHandler } from 'express';
import type { Clock } from '../clock.ts';
import type { Callers } from '../handlers/callers.ts';
import type { Lists } from '../handlers/lists.ts';
import type { Networks } from '../handlers/networks.ts';
import type { Review } from '../handlers/review.ts';
import type { StaffAccess } from '../handlers/staff-access.ts';
import type { Log } from '../log.ts';
import type { FileStore } from '../models/files.ts';
import type { Plan } from '../plans/plan.ts';

/**
 * What a network posts, unread, and the secret that came with it, which the adapter looks at first; it answers with an
 * HTTP status.
 */
export type WebhookHandler = (secret: string | undefined, body: string) => Promise<{ status: number }>;

/** Everything that the web app is built of. */
export interface WebDeps {
  /** The plans that are served, in order. */
  plans: readonly Plan[];
  clock: Clock;
  log: Log;
  files: Pick<FileStore, 'read'>;
  staffAccess: StaffAccess;
  review: Review;
  lists: Lists;
  callers: Callers;
  networks: Networks;
  /** The address that people use, e.g. `https://doithoai.example.vn`; cookies are `Secure` when it is https. */
  publicUrl?: string;
  /** The villagers' web chat, mounted at `/chat`; absent when it is off. */
  chatRoutes?: RequestHandler;
  /** By path, e.g. `/webhooks/telegram`. */
  webhooks?: Readonly<Record<string, WebhookHandler>>;
  /** Is every part at work? `parts` says it one by one. */
  health: () => Promise<{ ok: boolean; parts: Record<string, unknown> }>;
  /** Requests allowed of one address; a test or bench asks for more. */
  limits?: { signInPer15Minutes?: number; consolePerMinute?: number; chatPerMinute?: number };
}
