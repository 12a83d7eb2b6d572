import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createChatServer, PLAN } from '../fakes/chat-server.ts';
import { browserMissing, openChromium } from '../fakes/chromium.ts';
import { NO_ANSWER, scriptedBot } from './scripted-bot.ts';

const SENTENCE = 'Đường trước nhà văn hoá thôn Đình bị ngập mỗi khi mưa.';

describe.skipIf(browserMissing)('the chat page in a browser', () => {
  let browser: Browser;
  let server: Server;
  let chat: Awaited<ReturnType<typeof createChatServer>>;
  let context: BrowserContext;
  let page: Page;
  let address: string;
  let complaints: string[];

  beforeAll(async () => {
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser.close();
  });

  beforeEach(async () => {
    chat = await createChatServer({ answer: scriptedBot, plans: [{ ...PLAN, rehearsal: true }] });
    server = createServer(chat.app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/chat`;
    const viewport = { width: 360, height: 740 };
    context = await browser.newContext({ viewport, hasTouch: true, isMobile: true, locale: 'vi' });
    page = await context.newPage();
    complaints = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (/Content.Security.Policy/i.test(message.text())) complaints.push(message.text());
    });
  });

  afterEach(async () => {
    await context.close();
    chat.chat.close();
    server.closeAllConnections();
    server.close();
    expect(complaints).toEqual([]);
  });

  /** Everything that is said on the page, in the order in which it stands there. */
  async function conversation(): Promise<string[]> {
    const all = await page.locator('#lines .bubble').allTextContents();
    return all.map((each) => each.replace(/^(Trợ lý|Ông\/bà): /, ''));
  }

  /** Opens the page and answers the first question with the first button. */
  async function agree(): Promise<void> {
    await page.goto(address);
    await page.locator('.choice:enabled').first().click();
    await page.getByText('Ông/bà muốn nói điều gì').waitFor();
  }

  async function write(text: string): Promise<void> {
    await page.getByLabel('Ý kiến của ông/bà').fill(text);
    await page.locator('#send').click();
  }

  function texts(): string[] {
    return chat.taken.flatMap(({ content }) => (content.kind === 'text' ? [content.text] : []));
  }

  it('takes a petition from the first look to the receipt', async () => {
    await agree();
    await write(SENTENCE);
    await page.getByText('Gửi ý kiến này chứ ạ?').waitFor();
    await page.locator('.choice:enabled', { hasText: 'Gửi' }).click();
    await page.getByText('BM-0042').waitFor();

    expect(chat.taken.map(({ content }) => content)).toEqual([
      { kind: 'start' },
      { kind: 'choice', prompt: 'consent', choice: 'yes' },
      { kind: 'text', text: SENTENCE },
      { kind: 'choice', prompt: 'confirm', choice: 'send' },
    ]);
  });

  it('closes a question once it is answered, and marks the answer', async () => {
    await agree();

    expect(await page.locator('.choice:enabled').count()).toBe(0);
    expect(await page.locator('.choice.chosen').allTextContents()).toEqual(['1Đồng ý']);
  });

  it('closes a question when another follows', async () => {
    await agree();
    await write('một');
    await page.locator('.choice:enabled').first().waitFor();
    await write('hai');
    await page.getByText('Gửi ý kiến này chứ ạ?').nth(1).waitFor();

    expect(await page.locator('.choice:enabled').count()).toBe(3);
  });

  it('shows the whole conversation again after a reload, in its order, and does not begin anew', async () => {
    await agree();
    await write(SENTENCE);
    await page.getByText('Gửi ý kiến này chứ ạ?').waitFor();
    const before = await conversation();

    await page.reload();
    await page.locator('#log:not([aria-busy])').waitFor();

    expect(await conversation()).toEqual(before);
    expect(before).toHaveLength(5);
    expect(await page.locator('.choice:enabled').count()).toBe(3);
    expect(chat.taken.filter(({ content }) => content.kind === 'start')).toHaveLength(1);
  });

  it('sends a photo, shows it, and shows it again after a reload', async () => {
    await agree();
    const photo = await page.screenshot();

    await page.locator('#file').setInputFiles({ name: 'mương.png', mimeType: 'image/png', buffer: photo });
    await page.getByText('Tôi đã nhận được ảnh.').waitFor();
    await page.reload();
    await page.locator('#lines img').waitFor();

    const { content } = chat.taken.at(-1)!;
    expect(content).toMatchObject({ kind: 'media', files: [{ kind: 'photo', name: 'mương.png', size: photo.length }] });
    expect([...chat.stored.values()]).toEqual([photo]);
    expect(await page.locator('#lines img').getAttribute('alt')).toBe('mương.png');
  });

  it('says in words why a file is not taken, and goes on', async () => {
    await agree();

    await page.locator('#file').setInputFiles({ name: 'a.exe', mimeType: 'image/png', buffer: Buffer.from('MZ') });
    await page.getByText('Loại tệp này chưa nhận được').waitFor();
    await write(SENTENCE);
    await page.getByText('Gửi ý kiến này chứ ạ?').waitFor();
    await page.getByRole('button', { name: 'Bỏ' }).click();

    expect(await conversation()).not.toContain('Tệp: a.exe');
    expect(texts()).toEqual([SENTENCE]);
  });

  it('keeps what is written without a network and sends it once when it is back', async () => {
    await agree();
    await context.setOffline(true);
    await write('tin lúc mất mạng');
    await page.getByText('Chưa gửi được, đang thử lại').waitFor();
    await page.getByText('Mất mạng.').waitFor();
    expect(texts()).toEqual([]);

    await context.setOffline(false);
    await page.getByText('Gửi ý kiến này chứ ạ?').waitFor();

    expect(texts()).toEqual(['tin lúc mất mạng']);
    expect(await page.locator('#status').isVisible()).toBe(false);
  });

  it('keeps what the server could not save over a reload, and sends it under the same id', async () => {
    await agree();
    chat.state.full = true;
    await write('đĩa đầy');
    await page.getByText('Chưa gửi được, đang thử lại').waitFor();

    await page.reload();
    await page.getByText('Máy chủ đang trục trặc').waitFor();
    const keys = new Set(chat.tries);
    chat.state.full = false;
    await page.getByText('Gửi ý kiến này chứ ạ?').waitFor();

    expect(texts()).toEqual(['đĩa đầy']);
    expect(keys).toContain(chat.taken.at(-1)!.key);
    expect(keys.size).toBe(3);
  });

  it('gives a text that is too long back for mending', async () => {
    const long = 'dài '.repeat(60_000);
    await agree();
    await write(long);
    await page.getByText('Tin này dài quá').waitFor();

    await page.getByRole('button', { name: 'Sửa lại' }).click();

    expect(await page.getByLabel('Ý kiến của ông/bà').inputValue()).toBe(long);
    expect(await conversation()).toHaveLength(3);
  });

  it('shows text as text, whoever wrote it', async () => {
    const markup = '<img src=x onerror="document.title=1"><b>đậm</b>\n*sao*';
    await agree();
    await write(markup);
    await page.getByText('Gửi ý kiến này chứ ạ?').waitFor();
    await chat.say(chat.taken[0]!.chat, { text: markup, prompt: 'x', choices: [{ id: 'a', label: markup }] });
    await page.locator('.choice:enabled').first().waitFor();
    await page.getByText('*sao*').nth(2).waitFor();

    expect((await conversation()).filter((each) => each === markup)).toHaveLength(2);
    expect(await page.locator('#lines b, #lines img').count()).toBe(0);
  });

  it('shows that an answer is awaited, until it comes', async () => {
    await agree();
    await write(NO_ANSWER);
    await page.locator('#typing').waitFor();

    await chat.say(chat.taken[0]!.chat, { text: 'Đây ạ.' });
    await page.getByText('Đây ạ.').waitFor();

    expect(await page.locator('#typing').isVisible()).toBe(false);
  });

  it('does not tear somebody who reads away from the place, but says that there is news', async () => {
    await agree();
    for (const text of ['một', 'hai', 'ba']) {
      await write(text);
      await page.getByText('Gửi ý kiến này chứ ạ?').nth(texts().length - 1).waitFor();
    }
    await vi.waitFor(() => expect(texts()).toHaveLength(3));
    await page.locator('.choice:enabled').first().waitFor();
    await page.evaluate('window.scrollTo(0, 0)');

    await chat.say(chat.taken[0]!.chat, { text: 'Tin mới đây ạ.' });
    await page.getByRole('button', { name: '↓ Có tin mới' }).waitFor();

    expect(await page.evaluate('window.scrollY')).toBe(0);
    await page.getByRole('button', { name: '↓ Có tin mới' }).click();
    await vi.waitFor(async () => expect(await page.evaluate('window.scrollY')).toBeGreaterThan(0));
  });

  it('shows a message that is longer than the screen from its beginning', async () => {
    await agree();
    const long = Array.from({ length: 60 }, (_, index) => `Dòng ${index + 1}.`).join('\n');

    await chat.say(chat.taken[0]!.chat, { text: long, prompt: 'x', choices: [{ id: 'a', label: 'Đã đọc' }] });
    await page.getByRole('button', { name: '↓ Đọc tiếp' }).waitFor();
    const box = await page.locator('#lines li').last().boundingBox();
    await page.getByRole('button', { name: '↓ Đọc tiếp' }).click();
    await page.locator('#newer').waitFor({ state: 'hidden' });

    expect(box?.y).toBeGreaterThanOrEqual(0);
    expect(box?.y).toBeLessThan(100);
    await page.getByRole('button', { name: 'Đã đọc' }).click();
    await vi.waitFor(() => expect(chat.taken.at(-1)?.content).toMatchObject({ prompt: 'x', choice: 'a' }));
  });

  it('passes on the payload of a deep link, once', async () => {
    await page.goto(`${address}?start=h-thon-dinh`);
    await page.locator('.choice:enabled').first().waitFor();
    await page.reload();
    await page.locator('#log:not([aria-busy])').waitFor();

    expect(chat.taken.map(({ content }) => content)).toEqual([{ kind: 'start', payload: 'h-thon-dinh' }]);
    expect(page.url()).toBe(address);
  });

  it('forgets the conversation on a phone that several people use', async () => {
    await agree();
    page.on('dialog', (dialog) => dialog.accept());

    await page.getByRole('button', { name: 'Xoá cuộc trò chuyện khỏi máy này' }).click();
    await vi.waitFor(() => expect(new Set(chat.taken.map((each) => each.chat)).size).toBe(2), { timeout: 10_000 });
    await page.locator('.choice:enabled').first().waitFor();

    expect(await conversation()).toHaveLength(1);
  });

  it('fits small phones: nothing to scroll sideways, letters of 16 px and more, keys of 44 px and more', async () => {
    await page.setViewportSize({ width: 320, height: 560 });
    await agree();
    await write(`https://${'rất-dài'.repeat(30)}.example`);
    await page.getByText('Gửi ý kiến này chứ ạ?').waitFor();

    const width = await page.evaluate('document.documentElement.scrollWidth');
    const letters = await page.evaluate(`[...document.querySelectorAll('body *')]
      .filter((each) => each.getClientRects().length && !each.matches('.label'))
      .map((each) => parseFloat(getComputedStyle(each).fontSize))`) as number[];
    const keys = await page.evaluate(`[...document.querySelectorAll('button:enabled, textarea')]
      .map((each) => each.getBoundingClientRect().height).filter(Boolean)`) as number[];
    expect(width).toBe(320);
    expect(Math.min(...letters)).toBeGreaterThanOrEqual(16);
    expect(Math.min(...keys)).toBeGreaterThanOrEqual(44);
  });

  it('can be used by keyboard alone, and Enter while a letter is composed does not send', async () => {
    const desk = await browser.newPage({ viewport: { width: 1200, height: 800 } });
    await desk.goto(address);
    await desk.locator('.choice:enabled').first().waitFor();
    await desk.locator('#text').focus();
    await desk.keyboard.type('xin chao');

    await desk.evaluate(`document.getElementById('text').dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, isComposing: true, bubbles: true }))`);
    await desk.keyboard.press('Shift+Enter');
    await desk.keyboard.type('ba con');
    await desk.keyboard.press('Enter');
    await desk.getByText('Gửi ý kiến này chứ ạ?').waitFor();
    await desk.close();

    expect(texts()).toEqual(['xin chao\nba con']);
  });
});
