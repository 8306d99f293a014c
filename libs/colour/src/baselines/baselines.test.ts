import { describe, expect, it } from '@jest/globals';

import { countColours } from '../counts/count-colours.ts';
import { srgbToLab } from '../lab/lab.ts';
import { takeAb, takeLightness } from '../lab/lab-planes.ts';
import { measureAb, rmseAb } from '../measures/ab-metrics.ts';
import { rngFrom } from '../rng.ts';
import {
  meanAb,
  meanAbPerLevel,
  mergeSums,
  predictMean,
  predictPerLightness,
  predictPerRow,
} from './baselines.ts';

function randomLab(pixels: number, key: string): Float32Array {
  const rng = rngFrom(key);
  return srgbToLab(Uint8Array.from({ length: 3 * pixels }, (_, i) => rng() * (i % 3 === 2 ? 120 : 256)));
}

/** Of one row of pixels. */
function sumUp(lab: Float32Array) {
  return countColours([{ class: '', lab }], lab.length / 3).lightness;
}

describe('meanAb', () => {
  it('is the mean over all pixels', () => {
    const [a, b] = meanAb(sumUp(Float32Array.of(10, 1, 2, 80, 5, -6, 80, 6, -8)));
    expect(a).toBeCloseTo(4, 9);
    expect(b).toBeCloseTo(-4, 9);
  });

  it('is not asked of nothing', () => {
    expect(() => meanAb(mergeSums([]))).toThrow(/at least one pixel/);
    expect(() => meanAbPerLevel(mergeSums([]))).toThrow(/at least one pixel/);
  });
});

describe('meanAbPerLevel', () => {
  it('averages each lightness and fills gaps from the nearest, the darker of two', () => {
    const table = meanAbPerLevel(sumUp(Float32Array.of(10, 4, 2, 10, 6, 4, 20, -30, 7)));
    const at = (level: number): number[] => [...table.subarray(2 * level, 2 * level + 2)];
    expect(at(10)).toEqual([5, 3]);
    expect(at(0)).toEqual([5, 3]);
    expect(at(15)).toEqual([5, 3]);
    expect(at(16)).toEqual([-30, 7]);
    expect(at(100)).toEqual([-30, 7]);
  });
});

describe('mergeSums', () => {
  const halves = [Float32Array.of(10, 1, 2, 10, 3, 4), Float32Array.of(90, -5, 6, 90, -7, 8)].map(sumUp);

  it('adds what levels have, in any order and grouping', () => {
    const [one = mergeSums([]), two = mergeSums([])] = halves;
    expect(mergeSums([mergeSums([two, one]), one])).toEqual(mergeSums([one, two, one]));
    expect([...meanAbPerLevel(mergeSums([one, two])).subarray(180, 182)]).toEqual([-6, 7]);
  });

  it('refuses images of another height', () => {
    const { rows } = countColours([{ class: '', lab: new Float32Array(12) }], 2);
    expect(() => mergeSums([rows, ...halves])).toThrow(/expected 2 levels, got 101/);
  });
});

describe('predictions', () => {
  const lab = randomLab(3000, 'photo');
  const statistics = sumUp(lab);
  const truth = takeAb(lab);
  const rmse = (predicted: Float32Array): number => rmseAb(measureAb(predicted, truth));

  it('improve from grey over one mean to a mean per lightness, on the pixels they were made from', () => {
    const grey = rmse(new Float32Array(6000));
    const mean = rmse(predictMean(meanAb(statistics), 3000));
    const perLightness = rmse(predictPerLightness(takeLightness(lab), meanAbPerLevel(statistics)));
    expect(mean).toBeLessThan(grey);
    expect(perLightness).toBeLessThan(mean);
  });

  it('give every pixel of a row the colour of its row', () => {
    const table = Float32Array.of(2, 3, -6, 7);
    expect([...predictPerRow(table, 3)]).toEqual([2, 3, 2, 3, 2, 3, -6, 7, -6, 7, -6, 7]);
  });

  it('have the shape [n, 2]', () => {
    expect([...predictMean([1, -2], 2)]).toEqual([1, -2, 1, -2]);
    const table = Float32Array.from({ length: 202 }, (_, i) => i);
    expect([...predictPerLightness(Float32Array.of(0, 49.6, 100), table)]).toEqual([
      0, 1, 100, 101, 200, 201,
    ]);
  });

  it('refuse a table of another size', () => {
    expect(() => predictPerLightness(Float32Array.of(1), new Float32Array(101))).toThrow(
      /\[101, 2\], got 101/,
    );
  });
});
