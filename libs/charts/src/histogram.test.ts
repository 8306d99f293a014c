import { describe, expect, it } from '@jest/globals';

import { histogram } from './histogram.ts';

describe('histogram', () => {
  it('draws a bar for each class that holds a value, as high as their number', () => {
    const svg = histogram({
      title: 't',
      xLabel: 'x',
      yLabel: 'n',
      values: [0, 0.1, 0.2, 9.9, NaN],
      classes: 10,
    });
    const bars = Array.from(svg.matchAll(/<rect class="tt-f0"[^>]* height="([\d.]+)"/g), ([, high]) =>
      Number(high),
    );
    expect(bars).toHaveLength(2);
    expect((bars[0] ?? 0) / (bars[1] ?? 1)).toBeCloseTo(3, 2);
  });

  it('counts a value on the upper edge', () => {
    const svg = histogram({ title: 't', xLabel: 'x', yLabel: 'n', values: [0, 10], classes: 10 });
    expect(svg.match(/<rect class="tt-f0"/g)).toHaveLength(2);
  });

  it('takes typed arrays', () => {
    expect(histogram({ title: 't', xLabel: 'x', yLabel: 'n', values: Float64Array.of(1, 2) })).toContain(
      'tt-f0',
    );
  });
});
