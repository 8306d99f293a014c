import { describe, expect, it } from '@jest/globals';

import { bestValue, computeMeasures, MEASURE_KEYS, MEASURES, type MeasureTotals } from './measures.ts';
import { isBaseline, isCeiling, METHOD_KEYS, methodName } from './methods.ts';

const TOTALS: MeasureTotals = {
  photos: 2,
  pixels: 400,
  error: 6000,
  weightedError: NaN,
  weight: NaN,
  squared: 800,
  hue: 30,
  vivid: 50,
  psnr: 50,
  ssim: 1.8,
  colourfulness: 30,
  colourfulnessTruth: 60,
  colourfulnessAbsolute: 18,
  colourfulnessAbsoluteTruth: 24,
  chroma: 12,
  chromaTruth: 12,
  outOfGamut: 20,
  crossEntropy: NaN,
  labelEntropy: NaN,
  weightedCrossEntropy: NaN,
  weightedLabelEntropy: NaN,
  lossWeight: NaN,
};

describe('the catalogue of measures', () => {
  it('gives each its own name and short name', () => {
    for (const kind of ['name', 'short'] as const)
      expect(new Set(MEASURE_KEYS.map((key) => MEASURES[key][kind])).size).toBe(MEASURE_KEYS.length);
  });

  it('measures totals, and nothing where nothing was known', () => {
    expect(computeMeasures(TOTALS)).toMatchObject({
      ...{ aucBalanced: null, auc: 0.9, rmseAb: 1, hue: 0.6, psnr: 25, ssim: 0.9, colourfulness: 15 },
      ...{ colourfulnessRatio: 0.5, colourfulnessAbsoluteRatio: 0.75, chromaRatio: 1, outOfGamut: 0.05 },
      ...{ crossEntropy: null, kl: null, crossEntropyWeighted: null, klWeighted: null },
    });
    expect(computeMeasures({ ...TOTALS, hue: 0, vivid: 0 }).hue).toBeNull();
  });

  it('knows which value is best', () => {
    expect(bestValue('auc', [0.8, null, 0.9, NaN])).toBe(0.9);
    expect(bestValue('rmseAb', [12, 10])).toBe(10);
    expect(bestValue('chromaRatio', [0.5, 1.2, 0.7])).toBe(1.2);
    expect(bestValue('psnr', [20, Infinity])).toBe(Infinity);
    expect([bestValue('outOfGamut', [0.1]), bestValue('auc', [null])]).toEqual([null, null]);
  });
});

describe('the catalogue of methods', () => {
  it('gives each its own name', () => {
    expect(methodName({ method: 'network', temperature: 0.38 })).toBe('network, T = 0.38');
    expect(methodName({ method: 'global mean', temperature: null })).toBe('global mean');
  });

  it('tells baselines from ceilings', () => {
    expect(METHOD_KEYS.filter(isBaseline)).toEqual([
      'grey',
      'global mean',
      'mean per lightness',
      'likeliest per lightness',
      'mean per row',
    ]);
    expect(METHOD_KEYS.filter(isCeiling)).toEqual(['truth, softly encoded', 'truth, nearest bin']);
  });
});
