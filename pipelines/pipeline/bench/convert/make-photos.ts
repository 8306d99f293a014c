import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { rngFrom } from '@tintype/colour';
import { decodePhoto, encodePixels } from '@tintype/images';
import { FILES_AT_ONCE, mapConcurrently } from '@tintype/store';

const QUALITY = 92;
const SMALL = 256;
/** From 4 to 12 megapixels, at 4 : 3. */
const WIDTHS = [2309, 2828, 3266, 3651, 4000];

interface Size {
  readonly width: number;
  readonly height: number;
}

/** So many photos of 256 × 256 in a folder that holds nothing else. */
export async function makeSmall(folder: string, count: number): Promise<void> {
  await makePhotos(folder, { count, from: SMALL, sizeOf: () => ({ width: SMALL, height: SMALL }) });
}

/** So many photos of 4 to 12 megapixels in a folder that holds nothing else. */
export async function makeLarge(folder: string, count: number): Promise<void> {
  const sizeOf = (i: number) => {
    const width = WIDTHS[i % WIDTHS.length] ?? SMALL;
    return { width, height: Math.round((width * 3) / 4) };
  };
  await makePhotos(folder, { count, from: 1024, sizeOf });
}

/** Bundled photos in turn, enlarged by repeating their pixels, with noise as of a film: no two are alike. */
async function makePhotos(
  folder: string,
  { count, from, sizeOf }: { readonly count: number; readonly from: number; sizeOf(i: number): Size },
): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const bundled = (await readdir('data/photos')).filter((name) => name.endsWith('.jpg')).sort();
  const noise = makeNoise();
  await mapConcurrently([...Array(count).keys()], FILES_AT_ONCE / 2, async (i) => {
    const name = bundled[i % bundled.length] ?? '';
    const rgb = await decodePhoto(await readFile(join('data/photos', name)), from);
    const size = sizeOf(i);
    const samples = enlarge(rgb, from, size, { noise, shift: 7919 * i });
    const jpeg = await encodePixels(
      { samples, ...size, channels: 3 },
      { format: 'jpeg', quality: QUALITY, metadata: {} },
    );
    await writeFile(join(folder, `${name.slice(0, name.indexOf('_'))}_${i}.jpg`), jpeg);
  });
}

function makeNoise(): Int8Array {
  const rng = rngFrom('noise');
  return Int8Array.from({ length: 65521 }, () => 8 * (rng() + rng() - 1));
}

/** [side, side, 3] → [height, width, 3] */
function enlarge(
  rgb: Uint8Array,
  side: number,
  { width, height }: Size,
  { noise, shift }: { readonly noise: Int8Array; readonly shift: number },
): Uint8ClampedArray {
  const samples = new Uint8ClampedArray(width * height * 3);
  for (let y = 0, to = 0; y < height; y++) {
    const row = Math.floor((y * side) / height) * side;
    for (let x = 0; x < width; x++) {
      const at = 3 * (row + Math.floor((x * side) / width));
      const grain = noise[(y * width + x + shift) % noise.length] ?? 0;
      for (let c = 0; c < 3; c++) samples[to++] = (rgb[at + c] ?? 0) + grain;
    }
  }
  return samples;
}
