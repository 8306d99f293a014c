import { describe, expect, it } from '@jest/globals';
import type { MetricsRows } from '@tintype/records';

import { bestBaselines, scoreMethods, scorePhotos } from './score-methods.ts';

/** Two photos of different size, each coloured by the network at two temperatures and left grey. */
const TABLE: MetricsRows = {
  photo: ['a', 'a', 'a', 'b', 'b', 'b'],
  method: ['network', 'network', 'grey', 'network', 'network', 'grey'],
  temperature: Float32Array.of(0.38, 1, NaN, 0.38, 1, NaN),
  pixels: Float64Array.of(100, 100, 100, 300, 300, 300),
  error: Float64Array.of(1500, 3000, 6000, 4500, 9000, 0),
  weightedError: Float64Array.of(3000, 3000, 3000, 3000, 3000, 6000),
  weight: Float64Array.of(100, 100, 100, 100, 100, 100),
  squared: Float64Array.of(200, 200, 200, 600, 600, 600),
  hue: Float64Array.of(40, 30, 0, -10, 30, 0),
  vivid: Float64Array.of(50, 50, 50, 100, 100, 100),
  psnr: Float64Array.of(20, 20, 20, 30, 30, 30),
  ssim: Float64Array.of(0.8, 0.8, 0.8, 1, 1, 1),
  colourfulness: Float64Array.of(10, 5, 0, 20, 10, 0),
  colourfulnessTruth: Float64Array.of(20, 20, 20, 40, 40, 40),
  colourfulnessAbsolute: Float64Array.of(6, 3, 0, 12, 6, 0),
  colourfulnessAbsoluteTruth: Float64Array.of(8, 8, 8, 16, 16, 16),
  chroma: Float64Array.of(3, 2, 0, 9, 6, 0),
  chromaTruth: Float64Array.of(6, 6, 6, 6, 6, 6),
  outOfGamut: Float64Array.of(10, 0, 0, 10, 0, 0),
  crossEntropy: Float64Array.of(200, 200, NaN, 800, 800, NaN),
  labelEntropy: Float64Array.of(100, 100, NaN, 500, 500, NaN),
  weightedCrossEntropy: Float64Array.of(300, 300, NaN, 500, 500, NaN),
  weightedLabelEntropy: Float64Array.of(100, 100, NaN, 500, 500, NaN),
  lossWeight: Float64Array.of(100, 100, NaN, 100, 100, NaN),
};

describe('scores', () => {
  const scores = scoreMethods([TABLE]);
  const network = scores.find(({ temperature }) => temperature === 0.38);

  it('are one for each method and temperature', () => {
    expect(scores.map(({ method, temperature }) => [method, temperature])).toEqual([
      ['network', 0.38],
      ['network', 1],
      ['grey', null],
    ]);
  });

  it('weigh photos by their pixels, not one by one', () => {
    expect(network?.auc).toBeCloseTo(1 - 6000 / 400 / 150, 12);
    expect(network?.aucBalanced).toBeCloseTo(1 - 6000 / 200 / 150, 12);
    expect(network?.rmseAb).toBeCloseTo(1, 12);
    expect(network?.hue).toBeCloseTo(30 / 150, 12);
  });

  it('compare vividness with the truth over all photos', () => {
    expect(network).toMatchObject({ photos: 2, psnr: 25, colourfulnessRatio: 0.5, chromaRatio: 1 });
  });

  it('name both colourfulnesses, count what no screen shows, and say how far the network is above the floor', () => {
    expect(network).toMatchObject({ colourfulness: 15, colourfulnessAbsolute: 9 });
    expect(network).toMatchObject({ colourfulnessAbsoluteRatio: 0.75, outOfGamut: 0.05 });
    expect(network).toMatchObject({ crossEntropy: 2.5, kl: 1, crossEntropyWeighted: 4, klWeighted: 1 });
    expect(scores.at(-1)).toMatchObject({ method: 'grey', crossEntropy: null, klWeighted: null });
  });

  it('do not depend on how photos lie in shards', () => {
    const half = (from: number): MetricsRows => {
      const cut = Object.entries(TABLE).map(([name, column]) => [name, column.slice(from, from + 3)]);
      return Object.fromEntries(cut) as MetricsRows;
    };
    expect(scoreMethods([half(0), half(3)])).toEqual(scores);
  });

  it('of single photos are those of the network at the temperature asked for', () => {
    expect(scorePhotos([TABLE], 1).map(({ photo, auc }) => [photo, auc])).toEqual([
      ['a', 1 - 3000 / 100 / 150],
      ['b', 1 - 9000 / 300 / 150],
    ]);
  });

  it('of single photos stand beside the best that a baseline reaches there', () => {
    const other = {
      ...TABLE,
      method: TABLE.method.map((method) => (method === 'grey' ? 'mean per row' : method)),
    };
    const better = { ...other, weightedError: TABLE.weightedError.map((error) => error / 2) };
    expect([...bestBaselines([TABLE, better])]).toEqual([
      ['a', 1 - 1500 / 100 / 150],
      ['b', 1 - 3000 / 100 / 150],
    ]);
  });
});
