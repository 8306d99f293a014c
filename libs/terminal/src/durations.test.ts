import { describe, expect, it } from '@jest/globals';

import { showDuration } from './durations.ts';

describe('durations', () => {
  it('are seconds, minutes or hours', () => {
    expect([0, 1234, 99_900, 125_000, 11_220_000].map(showDuration)).toEqual([
      '0.0 s',
      '1.2 s',
      '99.9 s',
      '2 min 05 s',
      '3 h 07 min',
    ]);
  });
});
