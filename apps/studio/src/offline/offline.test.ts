import { execFile } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';

import { inChromium, openPage, startStudio } from '../testing/index.ts';
import { serveFolder } from '../testing/serve-folder.ts';
import { waitForColours } from '../views/colour/testing/colour-page.ts';

const PROGRAM = join(import.meta.dirname, '../../../../apps/cli/bin/tintype.js');

/** A site of its own for each test, as some change it. */
let site: string;
beforeAll(async () => {
  site = join(await mkdtemp(join(tmpdir(), 'tintype-site-')), 'site');
  const env = { ...process.env, NODE_OPTIONS: '' };
  await promisify(execFile)(process.execPath, [PROGRAM, 'studio', 'build', '--out', site], { env });
});

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const { close } of opened.splice(0)) await close();
});

/** What is closed behind each test, also one that fails. */
function toClose<Opened extends { close(): unknown }>(one: Opened): Opened {
  opened.unshift(one);
  return one;
}

/** The names of the caches that hold the whole page, once there is one. */
async function waitForKept(page: Page, isMeant: (names: readonly string[]) => boolean): Promise<void> {
  for (const end = Date.now() + 30_000; Date.now() < end;) {
    const names = await page.evaluate(async () => {
      const kept = await Promise.all(
        (await caches.keys()).map(async (name) => {
          const weights = await (await caches.open(name)).match('models/bundled/weights.bin');
          return weights === undefined ? [] : [name];
        }),
      );
      return kept.flat();
    });
    if (isMeant(names)) return;
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
  }
  throw new Error('expected the page to be kept within 30 s');
}

const isOne = (names: readonly string[]) => names.length === 1;

async function colourExample(page: Page): Promise<void> {
  await page.locator('.colour-examples button').first().click();
  await waitForColours(page);
}

inChromium('the studio without its server', () => {
  it('opens again, isolated, and colours a photo', async () => {
    const studio = toClose(await startStudio());
    const { page, context } = toClose(await openPage(studio.url, { serviceWorkers: true }));
    await waitForKept(page, isOne);
    await studio.close();
    await context.setOffline(true);
    await page.reload();
    await page.getByRole('navigation', { name: 'Views' }).waitFor();
    expect(await page.evaluate(() => globalThis.crossOriginIsolated)).toBe(true);
    await colourExample(page);
  });

  it('has nothing kept of what runs say', async () => {
    const studio = toClose(await startStudio());
    const { page } = toClose(await openPage(studio.url, { serviceWorkers: true }));
    await waitForKept(page, isOne);
    const addresses = await page.evaluate(async () => {
      await fetch('api/manifests');
      const kept = await Promise.all(
        (await caches.keys()).map(async (name) => (await caches.open(name)).keys()),
      );
      return kept.flat().map(({ url }) => new URL(url).pathname);
    });
    expect(addresses).toContain('/index.html');
    expect(addresses.filter((path) => /^\/(api|data)\//.test(path))).toEqual([]);
    await studio.close();
  });
});

inChromium('the site of static files', () => {
  it('colours below a folder of a host that sets no headers, isolated after one more load, then offline', async () => {
    const host = toClose(await serveFolder(site, { base: '/some/folder/', isolated: false }));
    const { page, context, faults } = toClose(await openPage(host.url, { serviceWorkers: true }));
    await page.waitForFunction(() => globalThis.crossOriginIsolated);
    await waitForKept(page, isOne);
    const views = page.getByRole('navigation', { name: 'Views' });
    await views.waitFor();
    expect(await views.getByRole('link').allTextContents()).toEqual(['Colour']);
    expect(host.asked.filter((path) => path === '/some/folder/').length).toBeLessThanOrEqual(3); // two loads, and to keep it
    await colourExample(page);
    expect(faults).toEqual([]);
    host.close();
    await context.setOffline(true);
    await page.reload();
    await colourExample(page);
  });

  it('goes on without isolation where it cannot be had, and loads once', async () => {
    const host = toClose(await serveFolder(site, { isolated: false }));
    const { page } = toClose(await openPage(host.url));
    await page.getByRole('navigation', { name: 'Views' }).waitFor();
    expect(await page.evaluate(() => globalThis.crossOriginIsolated)).toBe(false);
    expect(host.asked.filter((path) => path === '/')).toHaveLength(1);
    host.close();
  });

  it('shows a new version at the next load, keeps it, and lets the one before go', async () => {
    const host = toClose(await serveFolder(site));
    const { page, context } = toClose(await openPage(host.url, { serviceWorkers: true }));
    let before: readonly string[] = [];
    await waitForKept(page, (names) => {
      before = names;
      return isOne(names);
    });
    await release();
    await page.reload();
    expect(await page.title()).toBe('A newer studio');
    await waitForKept(page, (names) => isOne(names) && names[0] !== before[0]);
    host.close();
    await context.setOffline(true);
    await page.reload();
    expect(await page.title()).toBe('A newer studio');
  });
});

/** A version of the site with another title. */
async function release(): Promise<void> {
  const [index, worker] = [join(site, 'index.html'), join(site, 'service-worker.js')];
  const html = await readFile(index, 'utf8');
  await writeFile(index, html.replace(/<title>.*<\/title>/, '<title>A newer studio</title>'));
  const code = await readFile(worker, 'utf8');
  const newer = code.replace(/\b[0-9a-f]{16}\b/, '0123456789abcdef');
  expect(newer).not.toBe(code);
  await writeFile(worker, newer);
}
