import { describe, expect, it } from '@jest/globals';

import { counted, decimals, grouped, percent } from './number-words.ts';

describe('numbers in words', () => {
  it('writes a true minus, infinity, and a dash for what is not there', () => {
    expect([0.8414, -2, Infinity, null, NaN].map((value) => decimals(value, 2))).toEqual([
      '0.84',
      '−2.00',
      '∞',
      '–',
      '–',
    ]);
  });

  it('groups thousands', () => {
    expect([0, 999, 1000, 1234567].map(grouped)).toEqual(['0', '999', '1,000', '1,234,567']);
  });

  it('knows one from many', () => {
    expect([counted(1, 'photo'), counted(1200, 'photo'), counted(0, 'patch', 'patches')]).toEqual([
      '1 photo',
      '1,200 photos',
      '0 patches',
    ]);
  });

  it('writes small shares as such, never as zero', () => {
    expect([0.2, 0.0012, 1e-5, 5e-9, 0].map(percent)).toEqual([
      '20.0 %',
      '0.12 %',
      '0.001 %',
      '5·10⁻⁷ %',
      '0 %',
    ]);
  });
});
