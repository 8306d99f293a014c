import { afterAll, describe } from '@jest/globals';

import { findChromium } from './find-chromium.ts';
import { closeBrowser } from './open-page.ts';

/** `describe` for tests that open pages; where there is no Chromium they are skipped, and the title says so. */
export function inChromium(name: string, body: () => void): void {
  if (findChromium() === null) {
    describe.skip(`${name} (skipped: no Chromium here, set CHROME_PATH to one)`, body);
    return;
  }
  describe(name, () => {
    afterAll(closeBrowser);
    body();
  });
}
