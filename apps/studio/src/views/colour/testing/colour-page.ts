import type { Page } from 'playwright-core';

/** A file as a person would give it. */
export interface GivenFile {
  readonly name: string;
  readonly buffer: Buffer;
  readonly mimeType: string;
}

/** RGB of a picture on the stage, at the size of the preview. */
export interface ShownPicture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array; // [height, width, 3]
}

const CANVAS = { grey: 0, coloured: 1 };

/** Gives files to the page by its dialogue. */
export async function giveFiles(page: Page, files: readonly GivenFile[]): Promise<void> {
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles([...files]);
}

/** Until the selected photo is coloured and on the stage. */
export async function waitForColours(page: Page): Promise<void> {
  await page.locator('.colour-surface').waitFor({ timeout: 60_000 });
  const grey = await readShown(page, 'grey');
  await waitForOther(page, grey);
}

/** What a canvas of the before/after slider shows. */
export async function readShown(page: Page, which: keyof typeof CANVAS): Promise<ShownPicture> {
  const { width, height, rgba } = await page.evaluate((index) => {
    const canvas = document.querySelectorAll<HTMLCanvasElement>('.colour-frame canvas')[index];
    const context = canvas?.getContext('2d');
    if (!canvas || !context) throw new Error('expected a picture on the stage');
    const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
    let rgba = '';
    for (let at = 0; at < data.length; at += 8192)
      rgba += String.fromCharCode(...data.subarray(at, at + 8192));
    return { width, height, rgba: btoa(rgba) };
  }, CANVAS[which]);
  return { width, height, rgb: Buffer.from(rgba, 'base64').filter((_, i) => i % 4 !== 3) };
}

/** Waits until the coloured picture is another one than before, and returns it. */
export async function waitForOther(page: Page, { rgb: before }: ShownPicture): Promise<ShownPicture> {
  for (const end = Date.now() + 30_000; Date.now() < end;) {
    const now = await readShown(page, 'coloured');
    if (!before.every((value, i) => value === now.rgb[i])) return now;
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  }
  throw new Error('expected another picture on the stage within 30 s');
}

/** Presses the photo at a place, 0..1 from its top left. */
export async function pressPhoto(page: Page, x: number, y: number): Promise<void> {
  const surface = page.locator('.colour-surface');
  const box = await surface.boundingBox();
  if (box === null) throw new Error('expected a photo on the stage');
  await surface.click({ position: { x: x * box.width, y: y * box.height } });
}

/** The slider of a setting, moved to a value. */
export async function moveSlider(page: Page, name: string, value: number): Promise<void> {
  await page.getByRole('slider', { name, exact: true }).fill(`${value}`);
}
