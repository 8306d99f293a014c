import { readFile } from 'node:fs/promises';

import { rngFrom, type Rng } from '@tintype/colour';
import type { Compute } from '@tintype/executor';
import { imagesTable, patchesTable } from '@tintype/records';

import type { PatchesSettings } from '../stages/patches.ts';

/** Sides of the window of L and of its target, the central ab (article: 32 × 32 in, 16 × 16 out). */
export const WINDOW = 32;
export const TARGET = 16;
const BORDER = (WINDOW - TARGET) / 2;

/** Draws the patches of one shard of images. A patch depends on (seed, photo, index) alone. */
export const sample: Compute<PatchesSettings> = async ({ name, settings, inputs }) => {
  const [input] = inputs;
  if (input === undefined) throw new Error('Internal error: expected a shard of images');
  const { photo, nearGrey, lab } = imagesTable.decode(await readFile(input.path), input.name);
  const [size = 0] = lab.shape;
  const rows = photo.flatMap((id, image) =>
    nearGrey[image] ? [] : drawWindows({ id, image, size }, settings),
  );
  const lightness = new Float32Array(rows.length * WINDOW * WINDOW);
  const ab = new Float32Array(rows.length * TARGET * TARGET * 2);
  for (const [i, { image, x, y }] of rows.entries()) {
    const pixels = lab.data.subarray(image * size * size * 3, (image + 1) * size * size * 3);
    cutLightness(pixels, { size, x, y }, lightness.subarray(i * WINDOW * WINDOW));
    cutAb(pixels, { size, x: x + BORDER, y: y + BORDER }, ab.subarray(i * TARGET * TARGET * 2));
  }
  const bytes = patchesTable.encode({
    photo: rows.map(({ id }) => id),
    index: Int32Array.from(rows, ({ index }) => index),
    x: Int16Array.from(rows, ({ x }) => x),
    y: Int16Array.from(rows, ({ y }) => y),
    lightness: { data: lightness, shape: [WINDOW, WINDOW] },
    ab: { data: ab, shape: [TARGET, TARGET, 2] },
  });
  return [{ name, table: patchesTable.name, bytes, rows: rows.length }];
};

interface DrawnImage {
  readonly id: string;
  readonly image: number;
  readonly size: number;
}

function drawWindows({ id, image, size }: DrawnImage, { perPhoto, seed }: PatchesSettings) {
  const corner = (rng: Rng) => Math.floor(rng() * (size - WINDOW + 1));
  return Array.from({ length: perPhoto }, (_, index) => {
    const rng = rngFrom('patches', seed, id, index);
    return { id, image, index, x: corner(rng), y: corner(rng) };
  });
}

interface Corner {
  readonly size: number;
  readonly x: number;
  readonly y: number;
}

function cutLightness(lab: Float32Array, { size, x, y }: Corner, out: Float32Array): void {
  for (let row = 0; row < WINDOW; row++) {
    const start = ((y + row) * size + x) * 3;
    for (let column = 0; column < WINDOW; column++) out[row * WINDOW + column] = lab[start + column * 3];
  }
}

function cutAb(lab: Float32Array, { size, x, y }: Corner, out: Float32Array): void {
  for (let row = 0; row < TARGET; row++) {
    const start = ((y + row) * size + x) * 3;
    for (let column = 0; column < TARGET; column++) {
      const to = (row * TARGET + column) * 2;
      out[to] = lab[start + column * 3 + 1];
      out[to + 1] = lab[start + column * 3 + 2];
    }
  }
}
