import { describe, expect, it } from '@jest/globals';

import { spreadLabels } from './spread-labels.ts';

describe('spreadLabels', () => {
  it('leaves labels where they are when they do not collide', () => {
    expect(spreadLabels([50, 10, 30], 14, 0, 100)).toEqual([50, 10, 30]);
  });

  it('keeps the order of colliding labels and the gap between them', () => {
    expect(spreadLabels([20, 19, 21], 10, 0, 100)).toEqual([29, 19, 39]);
  });

  it('pushes back from both edges', () => {
    expect(spreadLabels([99, 100, -5], 10, 0, 100)).toEqual([90, 100, 0]);
  });
});
