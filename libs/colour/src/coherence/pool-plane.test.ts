import { expect, it } from '@jest/globals';

import { poolPlane } from './pool-plane.ts';

it('averages what lies under each cell, at the border of what there is', () => {
  const plane = Float32Array.from({ length: 15 }, (_, i) => i); // 5 × 3
  expect([...poolPlane(plane, 1, { width: 5, height: 3 }, 2)]).toEqual([3, 5, 6.5, 10.5, 12.5, 14]);
});

it('averages every channel for itself', () => {
  const plane = Float32Array.of(1, 10, 3, 30, 5, 50, 7, 70); // 2 × 2, two channels
  expect([...poolPlane(plane, 2, { width: 2, height: 2 }, 2)]).toEqual([4, 40]);
});
