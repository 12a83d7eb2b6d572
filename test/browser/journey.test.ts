/** The main job as people do it: a villager writes in the chat, a clerk confirms the topic, the list comes out. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import readXlsxFile from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp, type App } from '../../app.ts';
import { readConfig } from '../../config.ts';
import { openData } from '../../data.ts';
import { silentLog } from '../../log.ts';
import { describeStart } from '../../start-message.ts';
import { browserMissing, openChromium } from '../fakes/chromium.ts';

const WORDS = 'Đường từ nhà văn hoá ra đồng ổ gà nhiều quá, mưa là ngập <b>ngang gối</b>';
const clock = () => new Date('2026-11-21T03:00:00Z');

describe.skipIf(browserMissing)('the journey of a petition, in a browser from end to end', () => {
  let app: App;
  let browser: Browser;
  let dataDir: string;
  let base: string;
  /** What `npm start` prints: the clerk's link is taken out of it, as a person would. */
  let printed: string;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'doi-thoai-'));
    const config = readConfig({ DATA_DIR: dataDir, PORT: '0' });
    const data = await openData({ config, clock, alone: true });
    app = await createApp({ config, data, clock, log: silentLog });
    const { address, port } = await app.start();
    base = `http://localhost:${port}`;
    const adminToken = await data.staffAccess.ensureFirstAdmin();
    printed = describeStart({ config, plans: data.plans, address, port, adminToken });
    browser = await openChromium();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  async function says(page: Page, text: string): Promise<void> {
    await page.getByLabel('Ý kiến của ông/bà').fill(text);
    await page.getByRole('button', { name: 'Gửi', exact: true }).last().click();
  }

  it('goes from the first page to the receipt, to the confirmed topic, to the Excel list', async () => {
    const villager = await browser.newPage({ viewport: { width: 360, height: 740 } });
    await villager.goto(base);
    await villager.getByRole('link', { name: 'Gửi ý kiến' }).click();
    await villager.getByText('Ông/bà có đồng ý không ạ?').waitFor();
    await villager.locator('.choice:enabled', { hasText: 'Tôi đồng ý' }).click();
    await villager.getByText('cứ viết hoặc gửi ảnh').waitFor();
    await says(villager, WORDS);
    await villager.getByText('Ông/bà ở thôn nào ạ?').waitFor();
    await says(villager, 'ben gio');
    await villager.getByText('Tôi gửi nhé?').waitFor();
    await villager.locator('.choice:enabled', { hasText: 'Gửi' }).click();
    await villager.getByText('TD-0001').waitFor();
    await app.idle();

    const desk = await browser.newContext({ viewport: { width: 1280, height: 800 }, acceptDownloads: true });
    const clerk = await desk.newPage();
    await clerk.goto(/http\S+\/console\/sign-in\S+/.exec(printed)![0]);
    await clerk.locator('form button[type=submit]').first().click();
    await clerk.waitForURL(/\/console(?!\/sign-in)/);
    await clerk.goto(`${base}/console/plans/tap-duot/petitions`);
    await clerk.locator('.row-link').first().click();
    await clerk.waitForURL(/TD-0001/);
    const shown = await clerk.locator('main').innerText();
    await clerk.locator('select[name=topic]').selectOption({ label: 'Giao thông, thuỷ lợi' });
    await clerk.locator('.decision button:not([name])').first().click();
    await clerk.waitForURL(/saved=1/);
    await clerk.goto(`${base}/console/plans/tap-duot/downloads`);
    const [download] = await Promise.all([clerk.waitForEvent('download'), clerk.locator('button[value=xlsx]').click()]);
    const sheets = await readXlsxFile(await readFile(await download.path()), { trim: false });
    const rows = sheets.find(({ sheet }) => sheet === 'Danh sách')!.data;

    expect(shown).toContain(WORDS);
    expect(rows.find((row) => row.includes('TD-0001'))).toEqual(expect.arrayContaining([WORDS, 'Bến Gió']));
    expect(rows.flat().join()).toContain('Giao thông');

    await says(villager, 'TD-0001');
    await villager.getByText(/TD-0001, gửi ngày 21\/11\/2026: đang tổng hợp/).waitFor();
  }, 60_000);
});
