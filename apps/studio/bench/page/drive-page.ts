import { readFile } from 'node:fs/promises';

import type { Page } from 'playwright-core';

/** What a person does with the page, for a benchmark: milliseconds are those of the page. */
export function drivePage(page: Page) {
  return {
    /** Gives photos and selects the last; until all are coloured, and the last is on the stage. */
    async colour(files: readonly string[]): Promise<void> {
      const before = await page.locator('.colour-strip li').count();
      await page
        .locator('input[type=file]')
        .first()
        .setInputFiles([...files]);
      const all = before + files.length;
      if (before > 0)
        await page
          .locator('.colour-strip li .frame')
          .nth(all - 1)
          .click();
      await page.waitForFunction(areColoured, all, { timeout: 120_000 });
    },
    async download(): Promise<void> {
      const waiting = page.waitForEvent('download', { timeout: 120_000 });
      await page.getByRole('button', { name: /^Download$/ }).click();
      await waiting;
    },
    /** Encoding alone, of a photo that is decoded already. */
    async encode(file: string): Promise<number> {
      return page.evaluate(encodeAlone, (await readFile(file)).toString('base64'));
    },
    /** From each move of a slider to the next picture on the stage; the slider rests between. */
    slide: (name: 'saturation' | 'temperature', values: readonly number[]) =>
      page.evaluate(moveSlider, { selector: `#colour-${name}`, values }),
    async device(): Promise<string> {
      return (await page.locator('.colour-engine [role=status]').innerText()).replace(/^.* · /, '');
    },
  };
}

function areColoured(all: number): boolean {
  const photos = [...document.querySelectorAll('.colour-strip li')];
  if (photos.length < all || !photos.every(({ className }) => /done|resting/.test(className))) return false;
  const [grey, coloured] = document.querySelectorAll<HTMLCanvasElement>('.colour-frame canvas');
  if (grey === undefined || coloured === undefined) return false;
  const middle = (canvas: HTMLCanvasElement) =>
    canvas
      .getContext('2d')
      ?.getImageData(0, canvas.height >> 1, canvas.width, 1)
      .data.join();
  return middle(grey) !== middle(coloured);
}

async function encodeAlone(photo: string): Promise<number> {
  const bytes = Uint8Array.from(atob(photo), (character) => character.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes]));
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context?.drawImage(bitmap, 0, 0);
  context?.getImageData(0, 0, 1, 1); // now it is drawn
  const start = performance.now();
  await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 });
  return performance.now() - start;
}

async function moveSlider(asked: { readonly selector: string; readonly values: readonly number[] }) {
  const slider = document.querySelector<HTMLInputElement>(asked.selector);
  const canvas = document.querySelectorAll<HTMLCanvasElement>('.colour-frame canvas')[1];
  const context = canvas?.getContext('2d');
  if (!slider || !canvas || !context) throw new Error('expected a slider and a picture');
  const read = () => context.getImageData(0, canvas.height >> 1, canvas.width, 1).data.join();
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const times: number[] = [];
  for (const value of asked.values) {
    await wait(300); // longer than what follows a picture, such as its thumbnail
    const before = read();
    const start = performance.now();
    slider.value = String(value);
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    while (read() === before) await wait(1);
    times.push(performance.now() - start);
  }
  return times;
}
