import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';

import { findChromium } from './find-chromium.ts';

interface OpenedPage {
  readonly page: Page;
  /** Of this page alone: nothing is shared with others. */
  readonly context: BrowserContext;
  /** What the page has thrown or logged as an error, in order. */
  readonly faults: readonly string[];
  close(): Promise<void>;
}

interface PageOptions extends Pick<BrowserContextOptions, 'viewport' | 'colorScheme' | 'hasTouch'> {
  /** Default: false, so that a page asks the server alone and keeps nothing. */
  readonly serviceWorkers?: boolean;
}

let browser: Promise<Browser> | null = null;

/** Opens an address in a fresh profile of one Chromium for each test file, which `inChromium` closes. */
export async function openPage(url: string, options: PageOptions = {}): Promise<OpenedPage> {
  const { serviceWorkers = false, ...look } = options;
  browser ??= launch();
  const context = await (
    await browser
  ).newContext({
    ...look,
    serviceWorkers: serviceWorkers ? 'allow' : 'block',
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`${message.text()} (${message.location().url})`);
  });
  await page.goto(url);
  return { page, context, faults, close: () => context.close() };
}

export async function closeBrowser(): Promise<void> {
  const opened = browser;
  browser = null;
  await (await opened)?.close();
}

/** Chromium's own sandbox needs rights that a container does not give; only our own pages are opened. */
function launch(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null)
    throw new Error('expected a Chromium, found none: set CHROME_PATH, or use inChromium');
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}
