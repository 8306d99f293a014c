import { describe, expect, it } from '@jest/globals';

import { shownEpochs } from './shown-epochs.ts';

describe('shownEpochs', () => {
  it('are all of a few, and ten of many with the first and the last', () => {
    expect(shownEpochs(0)).toEqual([]);
    expect(shownEpochs(1)).toEqual([1]);
    expect(shownEpochs(5)).toEqual([1, 2, 3, 4, 5]);
    expect(shownEpochs(10)).toHaveLength(10);
    expect(shownEpochs(100)).toEqual([1, 12, 23, 34, 45, 56, 67, 78, 89, 100]);
  });
});
