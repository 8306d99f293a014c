import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { annealedMean, normalFrom, rngFrom } from '@tintype/colour';

import { openBackEnd } from '../backend/node-back-end.ts';
import { loadModel, type Model } from '../model/model.ts';
import { RELU } from '../settings/network-settings.ts';
import { syntheticModel } from '../testing/synthetic-model.ts';

describe.each([
  { kind: 'article', width: 3, activation: RELU },
  { kind: 'pretrained', width: 4, cut: 16, activation: RELU },
] as const)('the cells of a $kind network', (settings) => {
  let model: Model;
  beforeAll(async () => {
    await openBackEnd('wasm');
    model = await loadModel(await syntheticModel(settings));
  });
  afterAll(() => model.dispose());

  it.each([
    [1, 1],
    [5, 3],
    [33, 18],
  ])('cover %i × %i pixels', async (height, width) => {
    const { ab, across, down, stride } = await model.predictCells(greys(height * width), height, width, 0.38);
    expect([down, across]).toEqual([Math.ceil(height / stride), Math.ceil(width / stride)]);
    expect(ab).toHaveLength(2 * down * across);
    expect(ab.every(Number.isFinite)).toBe(true);
  });

  it('are the annealed mean of the distribution of their pixels', async () => {
    const [height, width] = [20, 28];
    const L = greys(height * width);
    const { ab, across, stride } = await model.predictCells(L, height, width, 1);
    for (const pixel of [
      { x: 0, y: 0 },
      { x: 27, y: 19 },
      { x: 9, y: 14 },
    ]) {
      const distribution = await model.distributionAt(L, height, width, pixel);
      expect(distribution.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
      const mean = annealedMean(distribution.map(Math.log), model.gamut, 1);
      const cell = 2 * (Math.floor(pixel.y / stride) * across + Math.floor(pixel.x / stride));
      expect(ab[cell]).toBeCloseTo(mean[0] ?? NaN, 2);
      expect(ab[cell + 1]).toBeCloseTo(mean[1] ?? NaN, 2);
    }
  });

  it('leave no tensor behind', async () => {
    const before = tf.memory().numTensors;
    await model.predictCells(greys(30), 5, 6, 0.5);
    await model.distributionAt(greys(30), 5, 6, { x: 5, y: 4 });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('are not asked for pixels outside', async () => {
    await expect(model.distributionAt(greys(30), 5, 6, { x: 6, y: 0 })).rejects.toThrow(
      /expected a pixel of 6 × 5, got \(6, 0\)/,
    );
  });
});

function greys(count: number): Float32Array {
  const normal = normalFrom(rngFrom('greys'));
  return Float32Array.from({ length: count }, () => Math.min(100, Math.max(0, 50 + 20 * normal())));
}
