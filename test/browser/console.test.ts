/** The console in a real browser, without a mouse: sign in by link, filter, correct a topic, download. */
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing, openChromium } from '../fakes/chromium.ts';
import { createWorld, type World } from '../web/console-world.ts';

describe.skipIf(browserMissing)('the console in a browser', () => {
  let world: World;
  let browser: Browser;
  let server: Server;
  let base: string;
  beforeAll(async () => {
    world = await createWorld();
    server = createServer(world.app).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await openChromium();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    server?.close();
    await world?.close();
  });

  /** A page of somebody new who signed in by their link; what the browser complains about is collected. */
  async function enter(width: number): Promise<{ page: Page; complaints: string[] }> {
    const { token } = await world.staffAccess.invite({
      name: 'Nguyễn Thị Thử',
      roles: ['mttq'],
      plans: [world.plan.id],
    });
    const context = await browser.newContext({ viewport: { width, height: 800 }, acceptDownloads: true });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${base}/console/sign-in/${token}`);
    // The browser gives the button its focus a moment after the page has loaded.
    await page.waitForFunction(() => document.activeElement?.matches('button[type=submit]'));
    await page.keyboard.press('Enter');
    await page.waitForURL(`${base}${world.at}`);
    return { page, complaints };
  }

  /** Presses Tab until the wanted element has the focus; a person without a mouse has no other way. */
  async function tabTo(page: Page, selector: string): Promise<void> {
    for (let presses = 0; presses < 80; presses += 1) {
      await page.keyboard.press('Tab');
      if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
    }
    throw new Error(`the keyboard does not reach ${selector}`);
  }

  it('takes somebody from the link to a corrected topic and a document, by keyboard alone', async () => {
    const petition = await world.petition({ text: 'Trạm bơm Cửa Đình hỏng, ruộng thiếu nước' });
    await world.petition({ text: 'Trạm y tế thiếu thuốc' });
    const { page, complaints } = await enter(1280);

    await tabTo(page, 'a[href$="/petitions"]');
    await page.keyboard.press('Enter');
    await page.waitForURL(/petitions$/);
    await tabTo(page, 'input[name=q]');
    await page.keyboard.type('tram bom cua dinh');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=tram/);
    await tabTo(page, '.row-link');
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(petition.code));
    await tabTo(page, 'select[name=topic]');
    await page.keyboard.type('An ninh');
    await tabTo(page, '.decision button:not([name])');
    await page.keyboard.press('Enter');
    await page.waitForURL(/saved=1/);
    const notice = await page.locator('.notice').innerText();
    await page.goto(`${base}${world.at}/downloads`);
    await tabTo(page, 'button[value=csv]');
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    const csv = await readFile(await download.path(), 'utf8');

    expect(notice).toContain('Đã ghi quyết định');
    expect(await world.stores.petitions.byId(petition.id)).toMatchObject({
      topic: 'security',
      status: 'reviewed',
      office: 'cong-an',
    });
    expect(download.suggestedFilename()).toMatch(/^tap-duot_.*\.csv$/);
    expect(csv).toContain('Trạm bơm Cửa Đình hỏng');
    expect(complaints).toEqual([]);
  }, 60_000);

  it('fits a phone: nothing too wide, nothing too small for a thumb, every field with a name', async () => {
    const petition = await world.petition({ text: `${'dài'.repeat(400)} https://example.vn/${'a'.repeat(300)}` });
    const { page, complaints } = await enter(360);

    const ofPlan = ['', '/petitions', `/petitions/${petition.code}`, '/list', '/speakers', '/downloads'];
    world.telegram.now = { state: 'down', detail: 'Không kết nối được. Kiểm tra mạng; chương trình tự thử lại.' };

    for (const path of [...ofPlan.map((part) => world.at + part), '/console/networks', '/console/networks/telegram']) {
      await page.goto(`${base}${path}`);
      const found = await page.evaluate(() => {
        const pressable = [
          ...document.querySelectorAll<HTMLElement>(
            'button, select, summary, .button, input:not([type=hidden]):not([type=checkbox])',
          ),
        ];
        const fields = [...document.querySelectorAll<HTMLInputElement>('select, input:not([type=hidden])')];
        return {
          tooWide: document.documentElement.scrollWidth > window.innerWidth,
          tooSmall: pressable
            .filter((one) => one.offsetHeight > 0 && one.offsetHeight < 44)
            .map((one) => one.outerHTML),
          nameless: fields.filter((field) => !field.labels?.length && !field.ariaLabel).map((one) => one.outerHTML),
          headings: document.querySelectorAll('h1').length,
        };
      });

      expect({ path, ...found }).toEqual({ path, tooWide: false, tooSmall: [], nameless: [], headings: 1 });
    }
    expect(complaints).toEqual([]);
  }, 60_000);

  it('works without scripts', async () => {
    const { token } = await world.staffAccess.invite({ name: 'Nguyễn Thị Thử', roles: ['mttq'], plans: [] });
    const petition = await world.petition();
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();

    await page.goto(`${base}/console/sign-in/${token}`);
    await page.click('button');
    await page.goto(`${base}${world.at}/petitions/${petition.code}`);
    await page.click('text=Xác nhận lĩnh vực này');
    await page.waitForURL(/saved=1/);

    expect((await world.stores.petitions.byId(petition.id))?.status).toBe('reviewed');
  }, 60_000);
});
