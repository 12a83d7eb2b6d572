/** The few files that pages load: named after their content, so that browsers may keep them for ever. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Router } from 'express';

const TYPES = { css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8', svg: 'image/svg+xml' } as const;

/** Address of each file. */
export interface AssetUrls { css: string; js: string; icon: string }

const FILES = {
  css: ['console', 'css'], js: ['console', 'js'], icon: ['icon', 'svg'],
} as const satisfies Record<keyof AssetUrls, readonly [string, keyof typeof TYPES]>;

/** Reads the files once and serves them at `/assets/<name>-<hash>.<ending>`. */
export function createAssets(): { urls: AssetUrls; routes: Router } {
  const routes = Router();
  const urls: Partial<AssetUrls> = {};
  for (const [key, [name, ending]] of Object.entries(FILES) as [keyof AssetUrls, (typeof FILES)[keyof AssetUrls]][]) {
    const content = readFileSync(new URL(`./assets/${name}.${ending}`, import.meta.url));
    const url = `/assets/${name}-${createHash('sha256').update(content).digest('hex').slice(0, 12)}.${ending}`;
    urls[key] = url;
    routes.get(url, (_request, response) => {
      response.set('Cache-Control', 'public, max-age=31536000, immutable').type(TYPES[ending]).send(content);
    });
  }
  return { urls: urls as AssetUrls, routes };
}
