import { describe, expect, it } from '@jest/globals';

import { assignSplits } from './assign-splits.ts';

const photos = Array.from({ length: 400 }, (_, i) => ({ photo: `photo ${i}`, path: `coast_${i}.jpg` }));
const options = { validation: 0.1, test: 0.2, seed: 1, sameOriginal: null, fold: null };

describe('the split', () => {
  it('holds out about the wanted shares', () => {
    const splits = [...assignSplits(photos, options).values()];
    const share = (name: string) => splits.filter((split) => split === name).length / splits.length;
    expect(share('test')).toBeCloseTo(0.2, 1);
    expect(share('validation')).toBeCloseTo(0.1, 1);
  });

  it('of a photo does not depend on the others', () => {
    const few = assignSplits(photos.slice(0, 100), options);
    const many = assignSplits(photos, options);
    for (const [photo, split] of few) expect(many.get(photo)).toBe(split);
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

  it('leaves no side empty, however few the photos are', () => {
    for (let seed = 0; seed < 50; seed++) {
      const splits = assignSplits(photos.slice(seed, seed + 3), { ...options, seed });
      expect([...splits.values()].sort()).toEqual(['test', 'train', 'validation']);
    }
  });
});
