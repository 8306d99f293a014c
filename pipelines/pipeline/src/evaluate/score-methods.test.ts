import type { MetricsRows } from '@tintype/records';
import { describe, expect, it } from '@jest/globals';

import { describeScores, headlineOf, scoreMethods, scorePhotos } from './score-methods.ts';

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
  psnr: Float64Array.of(20, 20, 20, 30, 30, 30),
  ssim: Float64Array.of(0.8, 0.8, 0.8, 1, 1, 1),
  colourfulness: Float64Array.of(10, 5, 0, 20, 10, 0),
  colourfulnessTruth: Float64Array.of(20, 20, 20, 40, 40, 40),
  chroma: Float64Array.of(3, 2, 0, 9, 6, 0),
  chromaTruth: Float64Array.of(6, 6, 6, 6, 6, 6),
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
  });

  it('compare vividness with the truth over all photos', () => {
    expect(network).toMatchObject({ photos: 2, psnr: 25, colourfulnessRatio: 0.5, chromaRatio: 1 });
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

  it('are told with the best baseline, and in a table', () => {
    expect(headlineOf(scores, 0.38)).toBe('2 held-out photos, balanced AuC 0.800 (best baseline 0.700)');
    const lines = describeScores(scores, 0.38);
    expect(lines).toHaveLength(3);
    expect(lines[1]).toMatch(/^network, T = 0\.38 +0\.800 +0\.900 +1\.0 +25\.0 +1\.00$/);
  });
});
