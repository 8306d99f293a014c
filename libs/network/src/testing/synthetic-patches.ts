import { type Gamut, gamutFromCounts, rngFrom } from '@tintype/colour';

import type { PatchSource } from '../batches/patch-source.ts';
import { trainSettings } from '../settings/train-settings.ts';

/** Sides of a window and of its target, in tests. */
export const PATCH = 32;
export const TARGET = 16;
/** What every source of patches says of them. */
export const SHAPES = { lightnessShape: [PATCH, PATCH], abShape: [TARGET, TARGET, 2] } as const;

/** Nine bins around grey, for tests. */
export function smallGamut(): Gamut {
  const counts = new Uint32Array(220 * 220);
  for (const a of [95, 105, 115]) for (const b of [95, 105, 115]) counts[a * 220 + b] = 1;
  return gamutFromCounts(counts, 10);
}

/** Patches whose colour follows from their lightness (dark: blue, light: orange), for tests. */
export function syntheticPatches(count: number, seed: string, target: number = TARGET): PatchSource {
  return {
    count,
    lightnessShape: SHAPES.lightnessShape,
    abShape: [target, target, 2],
    read(rows, into) {
      rows.forEach((row, i) => {
        const rng = rngFrom(seed, row);
        const [base, slope] = [20 + 60 * rng(), rng() - 0.5];
        for (let y = 0; y < PATCH; y++)
          for (let x = 0; x < PATCH; x++)
            into.lightness[(i * PATCH + y) * PATCH + x] = base + slope * (x + y - PATCH) + rng();
        for (let p = 0; p < target * target; p++)
          into.ab.set([(base - 50) / 4, (base - 50) / 3], 2 * (i * target * target + p));
      });
    },
  };
}

/** A training that takes a second, for tests. */
export const SMALL = trainSettings.parse({
  network: { kind: 'article', width: 2 },
  precision: 'float32',
  epochs: 4,
  batch: 4,
  learningRate: 0.003,
  schedule: 'cosine',
  warmUp: 0.1,
  neighbours: 3,
  sigma: 5,
  mirror: true,
  keep: 'best',
  patience: null,
  validationPatches: 6,
  seed: 7,
});
