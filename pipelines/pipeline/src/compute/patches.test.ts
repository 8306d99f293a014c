import { describe, expect, it } from '@jest/globals';
import { inputFromBytes, shardRequest } from '@tintype/executor/testing';
import { imagesTable, patchesTable } from '@tintype/records';
import { sha256 } from '@tintype/store';

import { type PatchesSettings, patchesSettings } from '../schemas/patches.ts';
import { sample } from './patches.ts';

const SIZE = 64;
const PHOTO = sha256('a photo');

function drawImages(): Uint8Array {
  const data = new Float32Array(SIZE * SIZE * 3);
  // L and a rise with x, b with y, so that a patch tells where it was cut.
  for (let i = 0; i < SIZE * SIZE; i++) data.set([i % SIZE, i % SIZE, Math.floor(i / SIZE)], 3 * i);
  const lab = { data, shape: [SIZE, SIZE, 3] };
  return imagesTable.encode({ photo: [PHOTO], nearGrey: [false], lab });
}

async function patchesOf(given: Partial<PatchesSettings>) {
  const settings = patchesSettings.parse({ perPhoto: 5, ...given });
  const inputs = [inputFromBytes('train/0', drawImages())];
  const [shard] = await sample(shardRequest({ name: 'train/0', settings, inputs }));
  return patchesTable.decode(shard?.bytes ?? new Uint8Array());
}

describe('patches', () => {
  it('are cut as they are, with the ab between their borders', async () => {
    const { x, y, lightness, ab } = await patchesOf({});
    expect([lightness.shape, ab.shape]).toEqual([
      [32, 32],
      [16, 16, 2],
    ]);
    for (let row = 0; row < 5; row++) {
      expect(lightness.data[row * 1024 + 3]).toBe((x[row] ?? NaN) + 3);
      expect([...ab.data.slice(row * 512, row * 512 + 2)]).toEqual([
        (x[row] ?? NaN) + 8,
        (y[row] ?? NaN) + 8,
      ]);
    }
  });

  it('have the mean colour of each stride', async () => {
    const { x, y, ab } = await patchesOf({ border: 0, stride: 4 });
    expect(ab.shape).toEqual([8, 8, 2]);
    expect([...ab.data.slice(0, 4)]).toEqual(
      [1.5, 1.5, 5.5, 1.5].map((d, i) => d + ((i % 2 ? y : x)[0] ?? NaN)),
    );
  });

  it('are drawn at many scales, from inside the image', async () => {
    const { x, lightness } = await patchesOf({ perPhoto: 40, border: 0, stride: 4, minScale: 0.5 });
    const steps = Array.from(x, (_, row) => {
      const [first = NaN, second = NaN] = lightness.data.slice(row * 1024, row * 1024 + 2);
      return second - first; // pixels of the image for one of the window
    });
    expect(Math.min(...steps)).toBeGreaterThan(0.99);
    expect(Math.max(...steps)).toBeLessThan(2.01);
    expect(Math.max(...steps) - Math.min(...steps)).toBeGreaterThan(0.7);
    expect(lightness.data.every((L) => L >= 0 && L <= SIZE - 1)).toBe(true);
  });

  it.each([
    [{ border: 3, stride: 4 }, /window − 2 · border to be a multiple of stride, got 32 − 2 · 3 and 4/],
    [{ window: 64, minScale: 0.5 }, /patches\.minScale: expected windows of 64 to fit into images of 64/],
  ])('of %j are refused', async (settings, message) => {
    await expect(patchesOf(settings)).rejects.toThrow(message);
  });
});
