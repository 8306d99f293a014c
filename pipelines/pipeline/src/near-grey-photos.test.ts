import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { beforeAll, describe, expect, it } from '@jest/globals';
import { isNearGrey, measureToning, srgbToLab } from '@tintype/colour';
import { decodePhoto, encodeJpeg, encodePng, renderScene } from '@tintype/images';

import { convert } from './stages/convert.ts';
import { ingest } from './stages/ingest.ts';
import { runInline } from './testing/run-inline.ts';

const SIZE = 128;

/** Of the scene `index`: its greys, each in the colour that `tone` gives it. */
function toneScene(index: number, tone: (grey: number) => readonly number[]): Uint8Array {
  const { rgb } = renderScene(4, index, SIZE);
  return Uint8Array.from(rgb, (_, i) => {
    const [red = 0, green = 0, blue = 0] = rgb.subarray(i - (i % 3));
    const grey = 0.299 * red + 0.587 * green + 0.114 * blue;
    return Math.min(255, Math.round(tone(grey)[i % 3] ?? 0));
  });
}

const sepia = (grey: number) => [1.351 * grey, 1.203 * grey, 0.937 * grey];
const plain = (grey: number) => [grey, grey, grey];

/** A date in orange in the corner, as cameras print it. */
function stampDate(rgb: Uint8Array): Uint8Array {
  for (let y = 116; y < 122; y++) for (let x = 90; x < 122; x++) rgb.set([240, 130, 30], 3 * (y * SIZE + x));
  return rgb;
}

async function writeJpeg(file: string, rgb: Uint8Array): Promise<void> {
  await writeFile(file, await encodeJpeg({ rgb, width: SIZE, height: SIZE }));
}

let workspace = '';
beforeAll(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'near-grey-'));
  const photos = join(workspace, 'photos');
  await mkdir(photos);
  for (let i = 0; i < 4; i++) {
    const { rgb, width, height } = renderScene(4, i, SIZE);
    await writeFile(join(photos, `x_colour${i}.png`), await encodePng(rgb, width, height));
    await writeJpeg(join(photos, `x_sepia${i}.jpg`), toneScene(i, sepia));
  }
  await writeJpeg(join(photos, 'x_grey.jpg'), toneScene(5, plain));
  await writeJpeg(join(photos, 'x_stamped.jpg'), stampDate(toneScene(6, plain)));
});

describe('photos without colours of their own', () => {
  it('are counted and named, by kind', async () => {
    await runInline(ingest, { settings: { source: { kind: 'folder', path: 'photos' } }, workspace });
    const { headline, details, manifest } = await runInline(convert, { settings: { size: SIZE }, workspace });
    const toned = [0, 1, 2, 3].map((i) => `x_sepia${i}.jpg`);
    const grey = ['x_grey.jpg', 'x_stamped.jpg'];
    expect(manifest.summary).toEqual({ images: 10, nearGrey: 6, grey, toned, size: SIZE });
    expect(headline).toBe('10 images of 128 × 128 in Lab, 6 near-grey (4 toned): not used for training');
    expect(details).toEqual([
      ...grey.map((path) => `near-grey ${path}: it has no colours`),
      ...toned.map((path) => `near-grey ${path}: it is toned: all of its colours lie on one line of hue`),
    ]);
  });

  it('are used where the recipe says so', async () => {
    const settings = { size: SIZE, toned: 0 };
    const { manifest } = await runInline(convert, { settings, workspace });
    expect(manifest.summary).toMatchObject({ nearGrey: 2, toned: [] });
  });

  it('are none of the bundled ones, which are half as far off again as the limit or more', async () => {
    const bundled = join(import.meta.dirname, '../../../data/photos');
    const names = (await readdir(bundled)).filter((name) => name.endsWith('.jpg'));
    const labs = names.map(async (name) =>
      srgbToLab(await decodePhoto(await readFile(join(bundled, name)), 256)),
    );
    const images = await Promise.all(labs);
    expect(images.filter((lab) => isNearGrey(lab))).toEqual([]);
    const oneHued = images.map((lab) => measureToning(lab)).filter(({ offLine }) => offLine < 4.5);
    expect(Math.min(...oneHued.map(({ offCurve }) => offCurve))).toBeGreaterThan(3);
  });
});
