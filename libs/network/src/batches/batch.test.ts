import { describe, expect, it } from '@jest/globals';
import { labelEntropy, softEncoder, UNDEGRADED } from '@tintype/colour';

import { PATCH, SHAPES, SMALL, smallGamut, syntheticPatches, TARGET } from '../testing/synthetic-patches.ts';
import { type Batch, batchReader, sliceExamples } from './batch.ts';
import type { PatchSource } from './patch-source.ts';

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

describe('a crop', () => {
  const crop = { window: 24, target: 8, stride: 1, places: 9 };
  const corners = Int32Array.of(3, 5);
  const plan = { rows: Int32Array.of(2), mirrored: Uint8Array.of(0), corners };

  it('cuts the same window out of lightness and target', async () => {
    const [whole, cut] = [
      await read(detailed, [2]),
      await batchReader(detailed, { ...ENCODING, crop })(plan),
    ];
    expect([cut.patches, cut.lightness.length, cut.index.length]).toEqual([1, 24 * 24, 8 * 8 * 3]);
    for (let y = 0; y < 24; y++)
      for (let x = 0; x < 24; x++)
        expect(cut.lightness[y * 24 + x]).toBe(whole.lightness[(y + 3) * PATCH + x + 5]);
    for (let y = 0; y < 8; y++)
      expect(cut.index.slice(y * 8 * 3, (y + 1) * 8 * 3)).toEqual(
        whole.index.slice(((y + 3) * TARGET + 5) * 3, ((y + 3) * TARGET + 13) * 3),
      );
  });

  it('lies on cells where a cell is several pixels', async () => {
    const coarse: PatchSource = { ...detailed, abShape: [8, 8, 2] };
    const of = { window: 16, target: 4, stride: 4, places: 5 };
    const whole = await read(coarse, [0]);
    const cut = await batchReader(coarse, { ...ENCODING, crop: of })({
      ...plan,
      corners: Int32Array.of(1, 4),
    });
    expect(cut.lightness[0]).toBe(whole.lightness[4 * PATCH + 16]);
    expect(cut.index.slice(0, 12)).toEqual(whole.index.slice((8 + 4) * 3, (8 + 8) * 3));
  });

  it('is mirrored after it is cut', async () => {
    const reader = batchReader(detailed, { ...ENCODING, crop });
    const [plain, mirrored] = [await reader(plan), await reader({ ...plan, mirrored: Uint8Array.of(1) })];
    for (let x = 0; x < 24; x++) expect(mirrored.lightness[x]).toBe(plain.lightness[23 - x]);
  });
});

describe('exposure', () => {
  it('changes the light of its own patch alone, and no colour', async () => {
    const source = constant(50, [9, -9]);
    const plan = { rows: Int32Array.of(0, 1), mirrored: new Uint8Array(2), stops: Float32Array.of(0, 1) };
    const [plain, exposed] = [await read(source, [0, 1]), await batchReader(source, ENCODING)(plan)];
    const area = PATCH * PATCH;
    expect(exposed.lightness.slice(0, area)).toEqual(plain.lightness.slice(0, area));
    const twice = (116 * Math.cbrt(2 * ((50 + 16) / 116) ** 3) - 16 - 50) / 50;
    exposed.lightness.slice(area).forEach((value) => expect(value).toBeCloseTo(twice, 5));
    expect([exposed.index, exposed.weight]).toEqual([plain.index, plain.weight]);
  });
});

describe('wear', () => {
  const plain = { rows: Int32Array.of(0, 1), mirrored: new Uint8Array(2) };
  const { stops: _, ...nothing } = UNDEGRADED;
  const area = PATCH * PATCH;

  it('is done to its own patch alone, after the light was raised, and to no colour', async () => {
    const wear = [null, { ...nothing, contrast: 1 }];
    const read = batchReader(constant(60, [9, -9]), ENCODING);
    const [clean, worn] = [await read(plain), await read({ ...plain, wear })];
    expect(worn.lightness.slice(0, area)).toEqual(clean.lightness.slice(0, area));
    expect(new Set(worn.lightness.slice(area))).toEqual(new Set([Math.fround(0.4)])); // L 70
    expect([worn.index, worn.weight]).toEqual([clean.index, clean.weight]);
    const lighter = await read({ ...plain, wear, stops: Float32Array.of(0, 0.5) });
    const raised = 116 * Math.cbrt(Math.SQRT2 * ((60 + 16) / 116) ** 3) - 16;
    expect(lighter.lightness[area]).toBeCloseTo((2 * (raised - 50)) / 50, 5);
  });

  it('takes the colours that a film sees from the cells over each pixel, mirrored as they are', async () => {
    const stride = 2; // 32 pixels: 12 cells of 2 with a margin of 4
    const source: PatchSource = {
      ...constant(50, [0, 0]),
      abShape: [12, 12, 2],
      read: (__, { lightness, ab }) => {
        lightness.fill(50);
        for (let i = 0; i < ab.length; i += 2) ab.set((i / 2) % 12 < 6 ? [60, 40] : [10, -60], i);
      },
    };
    const wear = [null, { ...nothing, orthochromatic: 1, green: 0.2 }];
    const read = batchReader(source, { ...ENCODING, stride });
    for (const mirrored of [Uint8Array.of(0, 0), Uint8Array.of(0, 1)]) {
      const { lightness } = await read({ ...plain, mirrored, wear });
      const [left = 0, right = 0] = [lightness[area], lightness[area + PATCH - 1]];
      const [red, blue] = mirrored[1] === 1 ? [right, left] : [left, right];
      expect(red).toBeLessThan(-0.4);
      expect(blue).toBeGreaterThan(0.2);
      for (let x = 0; x < 15; x++) expect(lightness[area + x]).toBeCloseTo(left, 5);
    }
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

/** No two pixels near each other are alike. */
const detailed: PatchSource = {
  count: 4,
  ...SHAPES,
  read(_, into) {
    into.lightness.forEach((__, i) => (into.lightness[i] = (i * 37) % 101));
    into.ab.forEach((__, i) => (into.ab[i] = ((i * 29) % 31) - 15));
  },
};

const ramp: PatchSource = {
  count: 4,
  ...SHAPES,
  read(_, into) {
    into.lightness.forEach((__, i) => (into.lightness[i] = (i % PATCH) * 3));
    for (let i = 0; i < into.ab.length; i += 2) into.ab.set([((i / 2) % TARGET) * 1.7 - 13, 2], i);
  },
};
