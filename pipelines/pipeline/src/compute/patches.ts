import { readFile } from 'node:fs/promises';

import { rngFrom, shrinkSquare, takeAb, takeLightness, type Rng, type Shrinking } from '@tintype/colour';
import type { Compute } from '@tintype/executor';
import { imagesTable, patchesTable } from '@tintype/records';

import type { PatchesSettings } from '../stages/patches.ts';

/** Draws the patches of one shard of images. A patch depends on (seed, photo, index) alone. */
export const sample: Compute<PatchesSettings> = async ({ name, settings, inputs }) => {
  const [input] = inputs;
  if (input === undefined) throw new Error('Internal error: expected a shard of images');
  const { photo, nearGrey, lab } = imagesTable.decode(await readFile(input.path), input.name);
  const [size = 0] = lab.shape;
  const target = targetOf(settings, size);
  const rows = photo.flatMap((id, image) =>
    nearGrey[image] ? [] : drawWindows({ id, image, size }, settings),
  );
  const lightness = new Float32Array(rows.length * settings.window ** 2);
  const ab = new Float32Array(rows.length * target ** 2 * 2);
  for (const [i, window] of rows.entries()) {
    const image = lab.data.subarray(window.image * size * size * 3, (window.image + 1) * size * size * 3);
    const patch = cutPatch(image, { ...window, size }, settings, target);
    lightness.set(patch.lightness, i * patch.lightness.length);
    ab.set(patch.ab, i * patch.ab.length);
  }
  const bytes = patchesTable.encode({
    photo: rows.map(({ id }) => id),
    index: Int32Array.from(rows, ({ index }) => index),
    x: Int16Array.from(rows, ({ x }) => x),
    y: Int16Array.from(rows, ({ y }) => y),
    lightness: { data: lightness, shape: [settings.window, settings.window] },
    ab: { data: ab, shape: [target, target, 2] },
  });
  return [{ name, table: patchesTable.name, bytes, rows: rows.length }];
};

/** Sides of the target: what lies between the borders, in strides. */
function targetOf({ window, border, stride, minScale }: PatchesSettings, size: number): number {
  const target = (window - 2 * border) / stride;
  if (!Number.isInteger(target) || target < 1)
    throw new Error(
      `patches: expected window − 2 · border to be a multiple of stride, got ${window} − 2 · ${border} and ${stride}`,
    );
  if (window / minScale > size)
    throw new Error(
      `patches.minScale: expected windows of ${window} to fit into images of ${size} shrunk by it, got ${minScale}`,
    );
  return target;
}

interface DrawnImage {
  readonly id: string;
  readonly image: number;
  readonly size: number;
}

function drawWindows({ id, image, size }: DrawnImage, { perPhoto, seed, window, minScale }: PatchesSettings) {
  return Array.from({ length: perPhoto }, (_, index) => {
    const rng = rngFrom('patches', seed, id, index);
    const side = minScale === 1 ? window : Math.round(window / (minScale + (1 - minScale) * rng()));
    const corner = (draw: Rng) => Math.floor(draw() * (size - side + 1));
    return { id, image, index, side, x: corner(rng), y: corner(rng) };
  });
}

interface Window {
  /** Sides of the image. */
  readonly size: number;
  /** Sides of what is cut out, before it is shrunk to the window. */
  readonly side: number;
  readonly x: number;
  readonly y: number;
}

/** The window of L, and the ab between its borders in means over strides. */
function cutPatch(
  image: Float32Array,
  { size, side, x, y }: Window,
  { window, border, stride }: PatchesSettings,
  target: number,
): { readonly lightness: Float32Array; readonly ab: Float32Array } {
  const lab = cutSquare(image, { size, channels: 3, x, y, side, to: window });
  const between = { size: window, channels: 2, x: border, y: border, side: target * stride, to: target };
  return { lightness: takeLightness(lab), ab: cutSquare(takeAb(lab), between) };
}

/** As `shrinkSquare`, which takes ten times as long where there is nothing to shrink. */
function cutSquare(values: Float32Array, of: Shrinking): Float32Array {
  const { size, channels, x, y, side, to } = of;
  if (side !== to) return shrinkSquare(values, of);
  const line = side * channels;
  const square = new Float32Array(side * line);
  for (let row = 0; row < side; row++) {
    const from = ((y + row) * size + x) * channels;
    square.set(values.subarray(from, from + line), row * line);
  }
  return square;
}
