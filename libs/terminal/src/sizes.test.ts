import { describe, expect, it } from '@jest/globals';

import { showBytes } from './sizes.ts';

describe('sizes', () => {
  it('have three digits at most, and the unit that fits them', () => {
    expect([0, 999, 1000, 12_345, 273_600_000, 5e9, 2e15].map(showBytes)).toEqual([
      '0 B',
      '999 B',
      '1 kB',
      '12.3 kB',
      '274 MB',
      '5 GB',
      '2000 TB',
    ]);
  });

  it('take the next unit where rounding reaches it', () => {
    expect([999_499, 999_500].map(showBytes)).toEqual(['999 kB', '1 MB']);
  });
});
