import { describe, expect, it } from '@jest/globals';

import { barChart } from './bar-chart.ts';

function widths(svg: string): number[] {
  return Array.from(svg.matchAll(/<rect class="tt-f0"[^>]* width="([\d.]+)"/g), ([, width]) => Number(width));
}

describe('barChart', () => {
  it('draws lengths in proportion to values, from zero', () => {
    const [four = 0, two = 0, zero] = widths(
      barChart({ title: 't', bars: [4, 2, 0].map((value) => ({ label: String(value), value })) }),
    );
    expect(four / two).toBeCloseTo(2, 3);
    expect(zero).toBe(0);
  });

  it('draws negative bars to the left of zero', () => {
    const svg = barChart({
      title: 't',
      bars: [
        { label: 'up', value: 1 },
        { label: 'down', value: -1 },
      ],
    });
    const [up, down] = Array.from(svg.matchAll(/<rect class="tt-f0" x="([\d.]+)"/g), ([, x]) => Number(x));
    expect(down).toBeLessThan(up ?? 0);
    expect(svg).toContain('>−1</text>');
  });

  it('paints a bar in its own colour and writes values as asked', () => {
    const svg = barChart({
      title: 't',
      bars: [{ label: 'a', value: 0.2, fill: '#abcdef' }],
      format: (v) => `${v * 100} %`,
    });
    expect(svg).toContain('fill="#abcdef"');
    expect(svg).toContain('>20 %</text>');
  });

  it('names the bar whose value is not a number', () => {
    expect(() => barChart({ title: 't', bars: [{ label: 'grey', value: NaN }] })).toThrow(
      'bar chart: grey: expected a finite value, got NaN',
    );
  });
});
