import { afterAll, beforeAll, expect, it } from '@jest/globals';

import { inChromium, openPage, type StartedStudio, startStudio } from './testing/index.ts';

inChromium('the studio', () => {
  let studio: StartedStudio;
  beforeAll(async () => {
    studio = await startStudio();
  });
  afterAll(() => studio.close());

  it('opens without a fault, isolated, so that wasm may have threads', async () => {
    const { page, faults, close } = await openPage(studio.url);
    await page.getByRole('navigation', { name: 'Views' }).waitFor();
    expect(await page.evaluate(() => globalThis.crossOriginIsolated)).toBe(true);
    expect(faults).toEqual([]);
    await close();
  });
});
