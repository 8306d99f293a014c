import { describe, expect, it } from '@jest/globals';
import { labelEntropy, softEncoder } from '@tintype/colour';

import type { Batch, PatchSource } from './batch.ts';
import { batchReader, sliceExamples } from './batch.ts';
import { PATCH, SHAPES, SMALL, TARGET, smallGamut, syntheticPatches } from './synthetic-patches.ts';

const WEIGHTS = Float32Array.from({ length: 9 }, (_, q) => 1 + q);
const ENCODING = { gamut: smallGamut(), weights: WEIGHTS, settings: SMALL };

describe('batchReader', () => {
  it('scales lightness to (L − 50) / 50', async () => {
    const batch = await read(constant(75, [0, 0]), [0]);
    expect(new Set(batch.lightness)).toEqual(new Set([0.5]));
  });

  it('weighs every pixel by its nearest bin, and its soft label sums to that', async () => {
    const gamut = smallGamut();
    const batch = await read(constant(50, [9, -9]), [0, 1]);
    const nearest = softEncoder(gamut, { neighbours: 1, sigma: 5 })(Float32Array.of(9, -9)).index[0] ?? 0;
    const row = [...batch.weight.slice(0, 3)].reduce((sum, weight) => sum + weight, 0);
    expect(row).toBeCloseTo(WEIGHTS[nearest] ?? NaN, 5);
    expect(batch.weightSum).toBeCloseTo(2 * TARGET * TARGET * (WEIGHTS[nearest] ?? NaN), 5);
  });

  it('knows the floor of the loss', async () => {
    const codes = softEncoder(smallGamut(), SMALL)(Float32Array.of(3, 4));
    const { entropySum, weightSum } = await read(constant(50, [3, 4]), [0]);
    expect(entropySum / weightSum).toBeCloseTo(labelEntropy(codes), 5);
  });

  it('mirrors lightness and target together', async () => {
    const [plain, mirrored] = [await read(ramp, [0]), await read(ramp, [0], [1])];
    const column = (batch: Batch, x: number) => batch.lightness[5 * PATCH + x];
    const code = (batch: Batch, x: number) => [
      ...batch.index.slice((3 * TARGET + x) * 3, (3 * TARGET + x + 1) * 3),
    ];
    for (let x = 0; x < PATCH; x++) expect(column(mirrored, x)).toBe(column(plain, PATCH - 1 - x));
    for (let x = 0; x < TARGET; x++) expect(code(mirrored, x)).toEqual(code(plain, TARGET - 1 - x));
  });
});

describe('sliceExamples', () => {
  it('cuts a batch into parts that are the batch again', async () => {
    const batch = await read(syntheticPatches(3, 's'), [0, 1, 2]);
    const parts = [sliceExamples(batch, 0, 1), sliceExamples(batch, 1, 3)];
    expect(parts.flatMap(({ lightness }) => [...lightness])).toEqual([...batch.lightness]);
    expect(parts.flatMap(({ weight }) => [...weight])).toEqual([...batch.weight]);
    expect(parts.map(({ patches }) => patches)).toEqual([1, 2]);
  });
});

function read(source: PatchSource, rows: number[], mirrored = rows.map(() => 0)): Promise<Batch> {
  return batchReader(
    source,
    ENCODING,
  )({
    rows: Int32Array.from(rows),
    mirrored: Uint8Array.from(mirrored),
  });
}

function constant(L: number, ab: readonly [number, number]): PatchSource {
  return {
    count: 4,
    ...SHAPES,
    read(_, into) {
      into.lightness.fill(L);
      for (let i = 0; i < into.ab.length; i += 2) into.ab.set(ab, i);
    },
  };
}

const ramp: PatchSource = {
  count: 4,
  ...SHAPES,
  read(_, into) {
    into.lightness.forEach((__, i) => (into.lightness[i] = (i % PATCH) * 3));
    for (let i = 0; i < into.ab.length; i += 2) into.ab.set([((i / 2) % TARGET) * 1.7 - 13, 2], i);
  },
};
