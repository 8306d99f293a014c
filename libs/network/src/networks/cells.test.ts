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

  it.each([1, 0.38, 0])('are the annealed mean of their logits at T = %d', async (temperature) => {
    const [height, width] = [20, 27];
    const L = greys(height * width);
    const { ab, ...grid } = await model.predictCells(L, height, width, temperature);
    const { logits, ...same } = await model.predictLogits(L, height, width);
    expect(same).toEqual(grid);
    const mean = annealedMean(logits, model.gamut, temperature);
    expect(mean).toHaveLength(ab.length);
    mean.forEach((value, i) => expect(ab[i]).toBeCloseTo(value, 3));
  });

  it('leave no tensor behind', async () => {
    const before = tf.memory().numTensors;
    await model.predictCells(greys(30), 5, 6, 0.5);
    await model.predictLogits(greys(30), 5, 6);
    expect(tf.memory().numTensors).toBe(before);
  });
});

function greys(count: number): Float32Array {
  const normal = normalFrom(rngFrom('greys'));
  return Float32Array.from({ length: count }, () => Math.min(100, Math.max(0, 50 + 20 * normal())));
}
