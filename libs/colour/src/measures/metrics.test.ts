import { describe, expect, it } from '@jest/globals';

import { rngFrom } from '../rng.ts';
import {
  auc,
  AUC_LIMIT,
  aucBalanced,
  meanChroma,
  measureAb,
  mergeErrors,
  rmseAb,
  weighPixels,
} from './ab-metrics.ts';
import { colourfulness, psnr } from './rgb-metrics.ts';
import { ssim, ssimWith } from './ssim.ts';

const [width, height] = [16, 12];

// Oracles: numpy 2 and scikit-image 0.26 on the same two images.
function image(value: (row: number, column: number, channel: number) => number): Uint8ClampedArray {
  return Uint8ClampedArray.from({ length: 3 * width * height }, (_, i) =>
    value(Math.floor(i / 3 / width), Math.floor(i / 3) % width, i % 3),
  );
}
const clean = image((row, column, channel) => (13 * row + 7 * column * (channel + 1) + 40 * channel) % 256);
const noisy = image(
  (row, column, channel) =>
    ((13 * row + 7 * column * (channel + 1) + 40 * channel) % 256) + (((row * column + channel) % 9) - 4) * 5,
);

function randomAb(pixels: number, key: string): Float32Array {
  const rng = rngFrom(key);
  return Float32Array.from({ length: 2 * pixels }, () => (rng() - 0.5) * 240);
}

describe('auc', () => {
  const [predicted, truth] = [randomAb(2000, 'predicted'), randomAb(2000, 'truth')];

  it('is the integral of the cumulative error curve', () => {
    const distances = Array.from({ length: 2000 }, (_, i) =>
      Math.hypot(predicted[2 * i] - truth[2 * i], predicted[2 * i + 1] - truth[2 * i + 1]),
    );
    let area = 0;
    for (let threshold = 0.05; threshold < AUC_LIMIT; threshold += 0.1) {
      area += (0.1 * distances.filter((distance) => distance <= threshold).length) / 2000;
    }
    expect(auc(measureAb(predicted, truth))).toBeCloseTo(area / AUC_LIMIT, 4);
  });

  it('is 1 for the truth and 0 for all that is 150 or more away', () => {
    expect(auc(measureAb(truth, truth))).toBe(1);
    expect(auc(measureAb(Float32Array.of(100, 90), Float32Array.of(-100, -90)))).toBe(0);
  });

  it('equals the balanced one when all colours weigh the same', () => {
    const errors = measureAb(predicted, truth);
    expect(aucBalanced(errors)).toBe(auc(errors));
  });

  it('is not asked of nothing', () => {
    expect(() => auc(mergeErrors([]))).toThrow(/at least one pixel/);
  });
});

describe('aucBalanced', () => {
  it('weighs a pixel by its true colour, not by the predicted one', () => {
    const truth = Float32Array.of(0, 0, 60, 0);
    const predicted = Float32Array.of(0, 0, 0, 0);
    const errors = measureAb(
      predicted,
      truth,
      weighPixels(truth, (a) => (a === 60 ? 3 : 1)),
    );
    expect(aucBalanced(errors)).toBeCloseTo(1 - (3 * 60) / 4 / 150, 12);
    expect(auc(errors)).toBeCloseTo(1 - 60 / 2 / 150, 12);
  });

  it('refuses an infinite weight, which a bin of probability 0 would get', () => {
    const errors = measureAb(Float32Array.of(1, 1), Float32Array.of(0, 0), Float64Array.of(1 / 0));
    expect(() => aucBalanced(errors)).toThrow(/finite weights, got a total weight of Infinity/);
    expect(auc(errors)).toBeGreaterThan(0.9);
  });

  it('normalises over all photos together, so that a photo of rare colours counts for more', () => {
    const grey = measureAb(Float32Array.of(0, 0), Float32Array.of(0, 0), Float64Array.of(1));
    const red = measureAb(Float32Array.of(0, 0), Float32Array.of(50, 0), Float64Array.of(9));
    expect(aucBalanced(mergeErrors([grey, red]))).toBeCloseTo(1 - (9 * 50) / 10 / 150, 12);
  });
});

describe('mergeErrors', () => {
  it('gives the errors of all pixels together', () => {
    const [predicted, truth] = [randomAb(100, 'p'), randomAb(100, 't')];
    const parts = [
      [0, 60],
      [60, 200],
    ].map(([from, to]) => measureAb(predicted.subarray(from, to), truth.subarray(from, to)));
    const [merged, whole] = [mergeErrors(parts), measureAb(predicted, truth)];
    expect(merged.pixels).toBe(100);
    expect(merged.error).toBeCloseTo(whole.error, 8);
    expect(rmseAb(merged)).toBeCloseTo(rmseAb(whole), 10);
  });
});

describe('rmseAb', () => {
  it('is per channel', () => {
    expect(rmseAb(measureAb(Float32Array.of(3, 4), Float32Array.of(0, 0)))).toBeCloseTo(Math.sqrt(12.5), 12);
  });

  it('is not limited as AuC is', () => {
    expect(rmseAb(measureAb(Float32Array.of(200, 200), Float32Array.of(0, 0)))).toBe(200);
  });
});

describe('measureAb', () => {
  it('refuses predictions of another size', () => {
    expect(() => measureAb(new Float32Array(4), new Float32Array(6))).toThrow(
      /weights \[n\], got 4, 6 and 3/,
    );
  });
});

describe('meanChroma', () => {
  it('averages lengths, not components', () => {
    expect(meanChroma(Float32Array.of(3, 4, -3, -4))).toBe(5);
  });
});

describe('psnr', () => {
  it('agrees with scikit-image', () => {
    expect(psnr(clean, noisy)).toBeCloseTo(25.789085708111234, 10);
  });

  it('is infinite for equal images and refuses unequal sizes', () => {
    expect(psnr(clean, clean)).toBe(Infinity);
    expect(() => psnr(clean, noisy.subarray(3))).toThrow(/of one size/);
  });
});

describe('ssim', () => {
  it('agrees with scikit-image', () => {
    expect(ssim(clean, noisy, width, height)).toBeCloseTo(0.9552822852339058, 10);
  });

  it('is 1 for equal images, symmetric, and low for an inverted one', () => {
    expect(ssim(clean, clean, width, height)).toBeCloseTo(1, 12);
    expect(ssim(noisy, clean, width, height)).toBeCloseTo(ssim(clean, noisy, width, height), 12);
    expect(
      ssim(
        clean,
        clean.map((v) => 255 - v),
        width,
        height,
      ),
    ).toBeLessThan(0);
  });

  it('is the same for every image that is compared with one', () => {
    const withNoisy = ssimWith(noisy, width, height);
    expect([clean, noisy, clean].map(withNoisy)).toEqual(
      [clean, noisy, clean].map((x) => ssim(x, noisy, width, height)),
    );
  });

  it.each([
    [7, 7],
    [8, 9],
    [13, 40],
  ])('is what its definition gives, window by window, of %i × %i pixels', (across, down) => {
    const rng = rngFrom('ssim', `${across}`);
    const [x, y] = [0, 1].map(() => Uint8Array.from({ length: 3 * across * down }, () => 256 * rng())) as [
      Uint8Array,
      Uint8Array,
    ];
    expect(ssim(x, y, across, down)).toBeCloseTo(ssimByDefinition(x, y, across), 12);
  });

  it('refuses images below one window, and sizes that do not fit', () => {
    expect(() => ssim(clean.subarray(0, 108), noisy.subarray(0, 108), 6, 6)).toThrow(/at least 7 × 7/);
    expect(() => ssim(clean, noisy, 15, 12)).toThrow(/15 × 12 and 576 values/);
  });
});

describe('colourfulness', () => {
  it('agrees with numpy in both variants', () => {
    const { signed, absolute } = colourfulness(clean);
    expect(signed).toBeCloseTo(141.75314262385524, 9);
    expect(absolute).toBeCloseTo(89.51422099372522, 9);
  });

  it('is 0 for greys and large for primaries', () => {
    expect(colourfulness(Uint8Array.of(7, 7, 7, 200, 200, 200))).toEqual({ signed: 0, absolute: 0 });
    expect(colourfulness(Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255)).signed).toBeGreaterThan(200);
  });

  it('refuses an image without pixels', () => {
    expect(() => colourfulness(new Uint8Array())).toThrow(/got 0 values/);
  });
});

/** Each window by itself (Wang et al. 2004, equation 13), with the variances of a sample. */
function ssimByDefinition(x: Uint8Array, y: Uint8Array, across: number): number {
  const down = x.length / 3 / across;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const covariance = (u: readonly number[], v: readonly number[]) =>
    u.reduce((sum, value, i) => sum + (value - mean(u)) * ((v[i] ?? NaN) - mean(v)), 0) / (u.length - 1);
  const values: number[] = [];
  for (let top = 0; top + 7 <= down; top++)
    for (let left = 0; left + 7 <= across; left++)
      for (const channel of [0, 1, 2]) {
        const places = Array.from(
          { length: 49 },
          (_, i) => (top + Math.floor(i / 7)) * across + left + (i % 7),
        );
        const [u, v] = [x, y].map((image) => places.map((place) => image[3 * place + channel])) as [
          number[],
          number[],
        ];
        const [c1, c2] = [2.55 ** 2, 7.65 ** 2];
        const means = (2 * mean(u) * mean(v) + c1) / (mean(u) ** 2 + mean(v) ** 2 + c1);
        values.push((means * (2 * covariance(u, v) + c2)) / (covariance(u, u) + covariance(v, v) + c2));
      }
  return mean(values);
}
