import { describe, expect, it } from '@jest/globals';

import { type MeasuredDecoding, pickDecoding, saturate } from './pick-decoding.ts';

describe('the decoding that is picked', () => {
  it('has the highest balanced AuC of those with enough chroma, and not too much', () => {
    const [timid, sound, better, gaudy] = [
      measured(0.9, 0.6),
      measured(0.7, 0.75),
      measured(0.72, 1.05),
      measured(0.95, 1.06),
    ];
    expect(pickDecoding([timid, sound, better, gaudy])).toBe(better);
  });

  it('is the first of those that are equal to four digits', () => {
    const [first, second] = [measured(0.71234, 0.8), measured(0.71231, 0.9)];
    expect(pickDecoding([first, second])).toBe(first);
    expect(pickDecoding([second, first])).toBe(second);
  });

  it('is the nearest to the range where none is inside, and none where there are none', () => {
    const [far, near] = [measured(0.9, 0.5), measured(0.6, 0.7)];
    expect(pickDecoding([far, near])).toBe(near);
    expect(pickDecoding([measured(0.9, 0.5), measured(0.6, 1.1)])?.aucBalanced).toBe(0.6);
    expect(pickDecoding([])).toBeNull();
  });
});

it.each([
  [0.75, 1],
  [0.7, 1.08], // .75 / .7 = 1.071…
  [1.5, 0.5],
  [0.3, 2],
  [0.1, 2],
  [0, 2],
  [4, 0.5],
])('chroma of %d of the true one is multiplied by %d', (ratio, saturation) => {
  expect(saturate(ratio)).toBe(saturation);
});

function measured(aucBalanced: number, chromaRatio: number): MeasuredDecoding {
  return { temperature: 1, coherence: 0, saturation: 1, aucBalanced, chromaRatio };
}
