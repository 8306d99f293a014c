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

/** Which canvas of the stage shows what. */
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
  await waitForOther(page, await readShown(page, 'grey'));
}

/** What a canvas of the stage shows. */
export async function readShown(page: Page, which: keyof typeof CANVAS): Promise<ShownPicture> {
  const shown = await page.evaluate(async (index) => {
    const canvas = document.querySelectorAll<HTMLCanvasElement>('.colour-frame canvas')[index];
    const context = canvas?.getContext('2d');
    if (!canvas || !context) throw new Error('expected a picture on the stage');
    const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
    const reader = new FileReader();
    reader.readAsDataURL(new Blob([data]));
    await new Promise((resolve) => (reader.onload = resolve));
    return { width, height, address: String(reader.result) };
  }, CANVAS[which]);
  const rgba = Buffer.from(shown.address.slice(shown.address.indexOf(',') + 1), 'base64');
  return { width: shown.width, height: shown.height, rgb: withoutAlpha(rgba) };
}

function withoutAlpha(rgba: Uint8Array): Uint8Array {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let i = 0; i < rgb.length; i++) rgb[i] = rgba[i + Math.floor(i / 3)] ?? NaN;
  return rgb;
}

/** Waits until the coloured picture is another one than before, and returns it: at first a draft of it. */
export async function waitForOther(page: Page, before: ShownPicture): Promise<ShownPicture> {
  await waitForPicture(page, before, false);
  return readShown(page, 'coloured');
}

/** Waits until the coloured picture is to the byte one that was. */
export function waitForSame(page: Page, picture: ShownPicture): Promise<void> {
  return waitForPicture(page, picture, true);
}

async function waitForPicture(page: Page, { rgb }: ShownPicture, isSame: boolean): Promise<void> {
  await page.waitForFunction(
    ({ known, index, isSame }) => {
      const canvas = document.querySelectorAll<HTMLCanvasElement>('.colour-frame canvas')[index];
      const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
      const sum = data?.reduce((sum, value, i) => (sum + value * ((i % 251) + 1)) | 0, 0);
      return sum !== undefined && (sum === known) === isSame;
    },
    { known: sumAsRgba(rgb), index: CANVAS.coloured, isSame },
    { timeout: 30_000 },
  );
}

/** The sum that the page makes of the picture: each byte times a small weight by its place. */
function sumAsRgba(rgb: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < (rgb.length / 3) * 4; i++) {
    const value = i % 4 === 3 ? 255 : (rgb[Math.floor(i / 4) * 3 + (i % 4)] ?? NaN);
    sum = (sum + value * ((i % 251) + 1)) | 0;
  }
  return sum;
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
