import type { Response } from 'express';
import { h, type FunctionComponent } from 'preact';
import { renderToString } from 'preact-render-to-string';

/** Sends a page. Everything in it was escaped by preact: there is no way here to send raw HTML. */
export function sendPage<Props extends object>(
  response: Response, page: FunctionComponent<Props>, props: Props, status = 200,
): void {
  response.status(status).type('html').send(`<!doctype html>${renderToString(h(page, props))}`);
}
