import { describe, expect, it } from '@jest/globals';
import { rngFrom } from '@tintype/colour';

import { assignSplits as assign, type Split, type SplitOptions } from './assign-splits.ts';

const photos = namedPhotos(400, 'photo');
const options = {
  ...{ validation: 0.1, test: 0.2, seed: 1, sameOriginal: null, fold: null },
  ...({ classFrom: 'prefix', eachClass: false } as const),
};

describe('the split', () => {
  it.each([10, 35, 42, 126, 300, 2000])(
    'has each share within a photo of what is asked for, whatever the %i photos',
    (count) => {
      for (let set = 0; set < 20; set++) {
        const some = namedPhotos(count, `set ${set}`);
        const [validation, test] = [0.05 + 0.01 * (set % 10), 0.3 - 0.01 * set];
        const shares = countsOf(assignSplits(some, { ...options, validation, test, seed: set }));
        expect(Math.abs(shares.test - Math.max(1, test * count))).toBeLessThanOrEqual(1);
        expect(Math.abs(shares.validation - Math.max(1, validation * count))).toBeLessThanOrEqual(1);
        expect(shares.test + shares.validation + shares.train).toBe(count);
      }
    },
  );

  it('counts photos, so that an original of many crops takes the place of many', () => {
    for (let set = 0; set < 20; set++) {
      const rng = rngFrom('crops', set);
      const crops = namedPhotos(60, `original ${set}`).flatMap(({ photo, path }) =>
        Array.from({ length: 1 + Math.floor(4 * rng()) }, (_, i) => ({
          photo: `${photo}${i}`,
          path: path.replace('.jpg', `-${'abcd'[i]}.jpg`),
        })),
      );
      const shares = countsOf(assignSplits(crops, { ...options, sameOriginal: '-[a-d]$' }));
      expect(Math.abs(shares.test - 0.2 * crops.length)).toBeLessThanOrEqual(2);
      expect(Math.abs(shares.validation - 0.1 * crops.length)).toBeLessThanOrEqual(2);
    }
  });

  it('moves at most about 1 % of the photos when 1 % are added', () => {
    for (const count of [100, 300, 1000, 2000]) {
      const moved = Array.from({ length: 10 }, (_, set) => {
        const many = namedPhotos(count + count / 100, `growing ${set}`);
        const before = assignSplits(many.slice(0, count), { ...options, seed: set });
        const after = assignSplits(many, { ...options, seed: set });
        return [...before].filter(([photo, split]) => after.get(photo) !== split).length;
      });
      expect(moved.reduce((sum, each) => sum + each, 0) / moved.length).toBeLessThanOrEqual(count / 100);
      expect(Math.max(...moved)).toBeLessThanOrEqual(Math.max(3, 0.015 * count));
    }
  });

  it('keeps crops of one original together', () => {
    const crops = photos.flatMap(({ photo, path }) =>
      ['a', 'b'].map((letter) => ({ photo: photo + letter, path: path.replace('.jpg', `-${letter}.jpg`) })),
    );
    const splits = assignSplits(crops, { ...options, sameOriginal: '-[a-d]$' });
    for (const { photo } of photos) expect(splits.get(`${photo}a`)).toBe(splits.get(`${photo}b`));
  });

  it('holds out every original in exactly one fold', () => {
    const folds = [0, 1, 2, 3, 4].map((held) => assignSplits(photos, { ...options, fold: { of: 5, held } }));
    for (const { photo } of photos) {
      const splits = folds.map((fold) => fold.get(photo));
      expect(splits.filter((split) => split === 'test')).toHaveLength(1);
    }
    for (const fold of folds)
      expect([...fold.values()].filter((split) => split === 'validation').length).toBeGreaterThan(20);
  });

  it('has every class of three originals in every split, if it is asked to, and as many photos as before', () => {
    const rare = ['rare_a.jpg', 'rare_b.jpg', 'rare_c.jpg', 'pair_a.jpg', 'pair_b.jpg'];
    const all = [...photos, ...rare.map((path) => ({ photo: path, path }))];
    for (let seed = 0; seed < 20; seed++) {
      const [plain, each] = [false, true].map((eachClass) =>
        assignSplits(all, { ...options, seed, eachClass }),
      );
      expect(
        rare
          .slice(0, 3)
          .map((path) => each?.get(path))
          .sort(),
      ).toEqual(['test', 'train', 'validation']);
      expect(countsOf(each ?? new Map())).toEqual(countsOf(plain ?? new Map()));
      const moved = [...(plain ?? [])].filter(([photo, split]) => split !== each?.get(photo));
      expect(moved.length).toBeLessThanOrEqual(8); // those who come first, and those who make room
    }
  });

  it('leaves the folds as they are, whatever is asked of classes', () => {
    const folded = { ...options, fold: { of: 5, held: 2 } };
    expect(assignSplits(photos, { ...folded, eachClass: true })).toEqual(assignSplits(photos, folded));
  });

  it('leaves no side empty, however few the photos are', () => {
    for (let seed = 0; seed < 50; seed++) {
      const splits = assignSplits(photos.slice(seed, seed + 3), { ...options, seed });
      expect([...splits.values()].sort()).toEqual(['test', 'train', 'validation']);
    }
  });
});

/** By photo. */
function assignSplits(
  photos: readonly { readonly photo: string; readonly path: string }[],
  to: SplitOptions,
): ReadonlyMap<string, Split> {
  const splits = assign(photos, to);
  expect(splits).toHaveLength(photos.length);
  return new Map(photos.map(({ photo }, i) => [photo, splits[i] ?? 'train']));
}

function namedPhotos(count: number, name: string) {
  return Array.from({ length: count }, (_, i) => ({ photo: `${name} ${i}`, path: `coast_${i}.jpg` }));
}

function countsOf(splits: ReadonlyMap<string, Split>) {
  const count = (wanted: Split) => [...splits.values()].filter((split) => split === wanted).length;
  return { train: count('train'), validation: count('validation'), test: count('test') };
}
