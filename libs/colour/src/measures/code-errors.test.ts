import { describe, expect, it } from '@jest/globals';

import { annealedMean, describeLogits } from '../gamut/decode.ts';
import { labelEntropy, softEncoder } from '../gamut/encode.ts';
import { binCount, gamutFromHull } from '../gamut/gamut.ts';
import type { SoftCodes } from '../gamut/soft-codes.ts';
import { rngFrom } from '../rng.ts';
import { measureAb, rmseAb } from './ab-metrics.ts';
import { annealedMeanOfCodes, measureCodes } from './code-errors.ts';

const gamut = gamutFromHull();
const bins = binCount(gamut);
const PIXELS = 400;
const rng = rngFrom('codes');
const truth = Float32Array.from({ length: 2 * PIXELS }, () => 60 * (rng() - 0.5));
const codes = softEncoder(gamut, { neighbours: 5, sigma: 5 })(truth);
const weights = Float64Array.from({ length: bins }, () => 0.5 + rng());

/** The logarithm of the codes themselves, with next to nothing for the other bins. */
function logitsOf({ neighbours, index, weight }: SoftCodes): Float32Array {
  const logits = new Float32Array((index.length / neighbours) * bins).fill(-80);
  index.forEach((bin, i) => (logits[Math.floor(i / neighbours) * bins + bin] = Math.log(weight[i] ?? 0)));
  return logits;
}

describe('measureCodes', () => {
  it('is the label entropy for the codes themselves: KL 0, weighted or not', () => {
    const errors = measureCodes(describeLogits(logitsOf(codes), gamut), codes, weights);
    expect(errors.crossEntropy / PIXELS).toBeCloseTo(errors.labelEntropy / PIXELS, 5);
    expect(errors.labelEntropy / PIXELS).toBeCloseTo(labelEntropy(codes), 6);
    expect(errors.weightedCrossEntropy).toBeCloseTo(errors.weightedLabelEntropy, 2);
  });

  it('is ln Q for a uniform prediction, however large its logits are', () => {
    const uniform = new Float32Array(PIXELS * bins).fill(1e4);
    const errors = measureCodes(describeLogits(uniform, gamut), codes, weights);
    expect(errors.crossEntropy / PIXELS).toBeCloseTo(Math.log(bins), 5);
    expect(errors.weightedCrossEntropy / errors.lossWeight).toBeCloseTo(Math.log(bins), 5);
  });

  it('weighs a pixel by the bin nearest to its true colour', () => {
    const two = softEncoder(gamut, { neighbours: 1, sigma: 5 })(Float32Array.of(0, 0, 50, 20));
    const heavy = new Float64Array(bins).fill(1);
    heavy[two.index[1] ?? 0] = 3;
    const logits = new Float32Array(2 * bins);
    logits[two.index[0] ?? 0] = 50; // right, and sure of it
    const errors = measureCodes(describeLogits(logits, gamut), two, heavy);
    expect(errors.weightedCrossEntropy / errors.lossWeight).toBeCloseTo((3 * Math.log(bins)) / 4, 6);
  });

  it('takes what pixels have in common from their cell', () => {
    const cellOf = Int32Array.from({ length: PIXELS }, (_, pixel) => pixel % 7);
    const cells = Float32Array.from({ length: 7 * bins }, () => 4 * rng());
    const repeated = new Float32Array(PIXELS * bins);
    cellOf.forEach((cell, pixel) =>
      repeated.set(cells.subarray(cell * bins, (cell + 1) * bins), pixel * bins),
    );
    expect(measureCodes(describeLogits(cells, gamut), codes, weights, cellOf)).toEqual(
      measureCodes(describeLogits(repeated, gamut), codes, weights),
    );
  });

  it('refuses logits of another size', () => {
    expect(() => measureCodes(describeLogits(new Float32Array(7 * bins), gamut), codes, weights)).toThrow(
      /expected logits of 400 cells, one a pixel, got 7/,
    );
  });
});

describe('annealedMeanOfCodes', () => {
  it.each([0.05, 0.38, 1])('decodes as logits are decoded at T = %p', (temperature) => {
    const expected = annealedMean(logitsOf(codes), gamut, temperature);
    annealedMeanOfCodes(codes, gamut, temperature).forEach((value, i) =>
      expect(Math.abs(value - (expected[i] ?? NaN))).toBeLessThan(1e-3),
    );
  });

  it('loses what lies between the bins as the temperature falls', () => {
    const floor = (temperature: number): number =>
      rmseAb(measureAb(annealedMeanOfCodes(codes, gamut, temperature), truth));
    expect(floor(1)).toBeLessThan(floor(0.38));
    expect(floor(0.38)).toBeLessThan(floor(0.01));
    expect(floor(0.01)).toBeCloseTo(10 / Math.sqrt(12), 0); // uniform in a cell of 10
  });

  it('refuses T = 0', () => {
    expect(() => annealedMeanOfCodes(codes, gamut, 0)).toThrow(/expected a number in 0\.\.1, got 0/);
  });
});
