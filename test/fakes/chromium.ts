/** The browser for the tests that need one. */
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where it lies; undefined lets a developer's machine skip, but in CI the tests must run. */
export const chromiumPath = PLACES.find(existsSync);
// oxlint-disable-next-line no-process-env -- a test may ask whether it runs in CI
export const browserMissing = !chromiumPath && !process.env['CI'];

/** Starts it without a window and without any talk to the network of its own. */
export function openChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath ?? PLACES[0],
    args: [
      '--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync',
    ],
  });
}
