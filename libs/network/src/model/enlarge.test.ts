import { describe, expect, it } from '@jest/globals';

import { enlargeSmoothly } from './enlarge.ts';

describe('enlarging', () => {
  const of = { across: 3, channels: 1, stride: 4, height: 8, width: 11 };

  it('keeps a slope where it is: nothing shifts by half a cell', () => {
    const coarse = Float32Array.from({ length: 6 }, (_, i) => 4 * (i % 3) + 1.5); // the mean x of each cell
    const fine = enlargeSmoothly(coarse, of);
    for (let x = 2; x < 10; x++) expect(fine[3 * 11 + x]).toBeCloseTo(x, 5);
  });

  it('gives back a constant, up to the border', () => {
    const fine = enlargeSmoothly(new Float32Array(12).fill(7), { ...of, channels: 2 });
    expect(fine).toEqual(new Float32Array(8 * 11 * 2).fill(7));
  });

  it('goes on with the outermost cells over a margin on every side', () => {
    const coarse = Float32Array.from({ length: 6 }, (_, i) => 4 * (i % 3) + 1.5);
    const [plain, framed] = [enlargeSmoothly(coarse, of), enlargeSmoothly(coarse, { ...of, width: 17 }, 3)];
    expect([...framed.slice(0, 3)]).toEqual([1.5, 1.5, 1.5]);
    expect(framed.slice(3 * 17 + 3, 3 * 17 + 14)).toEqual(plain.slice(0, 11));
  });
});
