/** The villagers' web chat, mounted at `/chat`: the page, what it sends, and the live replies. */
import { fileURLToPath } from 'node:url';
import express, { Router, type Request, type RequestHandler, type Response } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { Log } from '../../log.ts';
import { createEventStreams } from './events.ts';
import { oneFile } from './file-upload.ts';
import { chatOf, leaveChat, openChat, type CookieOptions } from './identity.ts';
import { chatPage } from './page.tsx';
import { refuse } from './problems.vi.ts';
import { sameSiteOnly } from './same-site.ts';
import type { ChatPlan, Received, WebChat } from './web-chat.ts';

/** 50,000 characters of any script and what JSON adds to them. */
const MAX_BODY = '200kb';
const PER_MINUTE = 30;
const ASSETS = fileURLToPath(new URL('./assets', import.meta.url));
/** Nothing but this page's own script and stylesheet; `blob:` and `data:` show people the photo they just chose. */
const CONTENT_POLICY = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "img-src 'self' blob: data:",
  "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
].join('; ');

export interface ChatRoutesOptions {
  webChat: WebChat;
  /** Those that are served. */
  plans: readonly ChatPlan[];
  log: Log;
  /** How people reach this server, when it is not simply the address that they ask for (a proxy, https). */
  publicUrl?: string;
  /** Messages that one chat may send in a minute. */
  perMinute?: number;
  /** Live streams that one address may hold open. */
  streamsPerAddress?: number;
}

export interface ChatRoutes {
  router: Router;
  /** Ends the live replies, so that the server can stop; browsers try again by themselves. */
  close(): void;
}

/** Mount it before any parser of bodies: it reads its own, with its own limits. */
export function createChatRoutes(
  { webChat, plans, log, publicUrl, perMinute = PER_MINUTE, streamsPerAddress }: ChatRoutesOptions,
): ChatRoutes {
  const router = Router();
  const streams = createEventStreams(webChat, { perAddress: streamsPerAddress });
  const secure = publicUrl?.startsWith('https:') ?? false;
  const guards = [sameSiteOnly(publicUrl), knownChat, limiter(perMinute)];

  function cookieOptions(req: Request): CookieOptions {
    return { path: req.baseUrl || '/', secure };
  }

  async function answer(res: Response, receiving: Promise<Received>): Promise<void> {
    try {
      const { status } = await receiving;
      if (status === 'saved') res.json({ saved: true });
      else refuse(res, status === 'invalid' ? 'invalid' : 'fileRefused');
    } catch (error) {
      log.error({ channel: 'web', error: (error as Error).name, code: (error as NodeJS.ErrnoException).code },
        'a message could not be saved; the page will send it again');
      res.set('Retry-After', '3');
      refuse(res, 'notSaved');
    }
  }

  router.get('/', (req, res) => {
    const chat = openChat(req, res, cookieOptions(req));
    res.set({ 'Cache-Control': 'no-store', 'Content-Security-Policy': CONTENT_POLICY });
    res.type('html').send(chatPage({ base: req.baseUrl, plans, ...chat }));
  });

  router.use('/assets', express.static(ASSETS, { index: false, cacheControl: false, setHeaders: revalidate }));

  router.post('/messages', guards, express.json({ limit: MAX_BODY }), (req: Request, res: Response) =>
    answer(res, webChat.receive(chatOf(req)!, req.body)));

  router.post('/files', guards, oneFile(), (req: Request, res: Response) => {
    if (!req.file) return refuse(res, 'invalid');
    const { originalname: name, mimetype: mime, buffer: content } = req.file;
    return answer(res, webChat.upload(chatOf(req)!, { ...req.body }, { name, mime, content }));
  });

  router.post('/leave', guards, (req: Request, res: Response) => {
    leaveChat(res, cookieOptions(req));
    res.json({ left: true });
  });

  router.get('/events', (req, res) => {
    const chatId = chatOf(req);
    if (chatId) streams.open(req, res, chatId);
    else refuse(res, 'noChat');
  });

  router.use(badBody);

  return { router, close: streams.close };
}

/** Asks again whether the file changed: a phone never runs last week's script against today's server. */
function revalidate(res: Response): void {
  res.set('Cache-Control', 'no-cache');
}

function knownChat(...[req, res, next]: Parameters<RequestHandler>): void {
  if (chatOf(req)) next();
  else refuse(res, 'noChat');
}

function limiter(perMinute: number): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: (req) => chatOf(req) ?? '',
    handler(_req, res) {
      refuse(res, 'tooMany');
    },
  });
}

/** What the body parser refused. */
function badBody(error: { type?: string }, _req: Request, res: Response, next: (error: unknown) => void): void {
  if (error.type === 'entity.too.large') refuse(res, 'tooLong');
  else if (error.type) refuse(res, 'invalid');
  else next(error);
}
