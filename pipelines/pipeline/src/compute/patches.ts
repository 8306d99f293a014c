import { shrinkSquare, takeAb } from '@tintype/colour';
import type { Compute } from '@tintype/executor';
import { imagesTable, patchesTable } from '@tintype/records';

import { drawWindows } from '../patches/draw-windows.ts';
import type { PatchesSettings } from '../schemas/patches.ts';

/** Draws the patches of one shard of images. A patch depends on (seed, photo, index) alone. */
export const sample: Compute<PatchesSettings> = async ({ name, settings, inputs, memory }) => {
  const [input] = inputs;
  if (input === undefined) throw new Error('Internal error: expected a shard of images');
  const { photo, nearGrey, lab } = imagesTable.decode(await input.read(memory.take), input.name);
  const [size = 0] = lab.shape;
  const target = targetOf(settings, size);
  const rows = photo.flatMap((id, image) =>
    nearGrey[image] ? [] : drawWindows({ id, image, size }, settings),
  );
  const [pixels, values] = [settings.window ** 2, target ** 2 * 2];
  const lightness = new Float32Array(memory.take(4 * rows.length * pixels).buffer, 0, rows.length * pixels);
  const ab = new Float32Array(memory.take(4 * rows.length * values).buffer, 0, rows.length * values);
  for (const [i, { image, side, x, y }] of rows.entries()) {
    const data = lab.data.subarray(image * size * size * 3, (image + 1) * size * size * 3);
    cutPatch({ data, size, side, x, y }, settings, {
      lightness: lightness.subarray(i * pixels, (i + 1) * pixels),
      ab: ab.subarray(i * values, (i + 1) * values),
    });
  }
  const bytes = patchesTable.encode(
    {
      photo: rows.map(({ id }) => id),
      index: Int32Array.from(rows, ({ index }) => index),
      x: Int16Array.from(rows, ({ x }) => x),
      y: Int16Array.from(rows, ({ y }) => y),
      lightness: { data: lightness, shape: [settings.window, settings.window] },
      ab: { data: ab, shape: [target, target, 2] },
    },
    memory.take,
  );
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

/** A square of a Lab image. */
interface LabSquare {
  readonly data: Float32Array; // [size, size, 3]
  readonly size: number;
  readonly side: number;
  readonly x: number;
  readonly y: number;
}

/** Where a patch goes. */
interface Patch {
  readonly lightness: Float32Array; // [window, window]
  readonly ab: Float32Array; // [target, target, 2]
}

/** The window of L, and the ab between its borders in means over strides. */
function cutPatch(drawn: LabSquare, { window, border, stride }: PatchesSettings, into: Patch): void {
  const whole = shrunk(drawn, window);
  const between = window - 2 * border;
  const inner = { ...whole, x: whole.x + border, y: whole.y + border, side: between };
  copyLightness(whole, into.lightness);
  if (stride === 1) copyAb(inner, into.ab);
  else into.ab.set(takeAb(shrinkSquare(inner.data, { ...inner, channels: 3, to: between / stride })));
}

/** In means of what it covers; as it lies in its image where there is nothing to shrink. */
function shrunk(square: LabSquare, to: number): LabSquare {
  if (square.side === to) return square;
  return { data: shrinkSquare(square.data, { ...square, channels: 3, to }), size: to, side: to, x: 0, y: 0 };
}

// Plain loops into the table: with arrays of its own for each patch, a fifth of the time went to collecting them.
function copyLightness({ data, size, side, x, y }: LabSquare, into: Float32Array): void {
  for (let row = 0, to = 0; row < side; row++) {
    const from = ((y + row) * size + x) * 3;
    for (let column = 0; column < side; column++) into[to++] = data[from + 3 * column];
  }
}

function copyAb({ data, size, side, x, y }: LabSquare, into: Float32Array): void {
  for (let row = 0, to = 0; row < side; row++) {
    const from = ((y + row) * size + x) * 3;
    for (let column = 0; column < side; column++) {
      into[to++] = data[from + 3 * column + 1];
      into[to++] = data[from + 3 * column + 2];
    }
  }
}
