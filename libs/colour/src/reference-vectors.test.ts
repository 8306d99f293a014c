import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { softEncoder } from './gamut/encode.ts';
import { gamutFromCounts, gamutFromHull } from './gamut/gamut.ts';
import { AB_CELLS, AB_MIN } from './gamut/histogram.ts';
import { priorFromCounts } from './prior/prior.ts';

/** As reference-vectors.test.py prints it. */
interface Reference {
  readonly hull: readonly (readonly [a: number, b: number])[];
  readonly windows: readonly (readonly [a: number, b: number])[];
  readonly colours: readonly (readonly [a: number, b: number])[];
  readonly codes: { readonly index: readonly number[][]; readonly weight: readonly number[][] };
  readonly priors: readonly {
    readonly gamut: 'hull' | 'windows';
    readonly neighbours: number;
    readonly lambda: number;
    readonly probability: readonly number[];
    readonly weight: readonly number[];
  }[];
}

const script = join(import.meta.dirname, 'reference-vectors.test.py');
const committed = readFileSync(join(import.meta.dirname, 'reference-vectors.test.json'), 'utf8');
const python = process.env['TINTYPE_PYTHON'] ?? '';
const hasNumpy = python !== '' && canImportNumpy();
const derived = hasNumpy ? [['derived now', execFileSync(python, [script], { encoding: 'utf8' })]] : [];

function canImportNumpy(): boolean {
  try {
    return execFileSync(python, ['-c', 'import numpy']) instanceof Buffer;
  } catch {
    process.stderr.write(`Reference vectors are not derived anew: ${python} has no numpy\n`);
    return false;
  }
}

describe.each([['committed', committed], ...derived])('the vectors of numpy, %s,', (_, text = '') => {
  const reference = JSON.parse(text) as Reference;
  const hull = gamutFromHull();
  const counts = ellipse();
  const windows = gamutFromCounts(counts, 10);

  it('are the 313 bins, and the windows of a histogram', () => {
    expect(hull.bins).toEqual(Float32Array.from(reference.hull.flat()));
    expect(windows.bins).toEqual(Float32Array.from(reference.windows.flat()));
  });

  it('are the soft codes to 1e-6', () => {
    const ab = Float32Array.from(reference.colours.flat());
    const { index, weight } = softEncoder(hull, { neighbours: 5, sigma: 5 })(ab);
    expect([...index]).toEqual(reference.codes.index.flat());
    expect(furthest(weight, reference.codes.weight.flat())).toBeLessThan(1e-6);
  });

  it.each(reference.priors)('are the prior and weights: $gamut, k $neighbours, λ $lambda', (expected) => {
    const { neighbours, lambda } = expected;
    const gamut = expected.gamut === 'hull' ? hull : windows;
    const { probability, weight } = priorFromCounts(counts, gamut, {
      lambda,
      smoothing: neighbours === 1 ? null : { neighbours, sigma: 5 },
    });
    expect(furthest(probability, expected.probability)).toBeLessThan(1e-6);
    expect(furthest(weight, expected.weight)).toBeLessThan(1e-6);
  });
});

function furthest(values: ArrayLike<number>, expected: readonly number[]): number {
  expect(values).toHaveLength(expected.length);
  return Math.max(...expected.map((value, i) => Math.abs(value - (values[i] ?? Number.NaN))));
}

/** The histogram of the script. */
function ellipse(): Uint32Array {
  return Uint32Array.from({ length: AB_CELLS * AB_CELLS }, (_, cell) => {
    const [a, b] = [Math.floor(cell / AB_CELLS) + AB_MIN, (cell % AB_CELLS) + AB_MIN];
    return Math.max(0, 3600 - (a + 3) ** 2 - 2 * b ** 2);
  });
}
