import { describe, expect, it } from '@jest/globals';

import { showDuration, showDurationRange } from './durations.ts';

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

  it('that are not quite known are in one unit, with the digits that count', () => {
    const shown = (least: number, most: number) => showDurationRange(least, most);
    expect([
      shown(9_040, 20_300),
      shown(150, 337),
      shown(700_000, 1_680_000),
      shown(30_000, 120_000),
    ]).toEqual(['9 to 20 s', '0.1 to 0.3 s', '12 to 28 min', '0.5 to 2 min']);
    expect(shown(10, 20)).toBe('0.1 s');
  });
});
