import { describe, expect, it } from '@jest/globals';

import { type LineChart, lineChart, readLines } from './line-chart.ts';

const base: LineChart = {
  title: 'Loss',
  xLabel: 'epoch',
  yLabel: 'nats',
  series: [{ name: 'train', points: [0, 1, 2].map((x) => ({ x, y: 2 - x })) }],
};

function paths(svg: string): string[] {
  return Array.from(svg.matchAll(/ d="([^"]*)"/g), ([, d = '']) => d);
}

describe('lineChart', () => {
  it('draws from the first to the last point across the plot', () => {
    expect(paths(lineChart(base))).toMatchInlineSnapshot(`
      [
        "M35.8,50L203.9,139L372,228",
      ]
    `);
  });

  it('leaves a gap where a value is missing', () => {
    const points = [1, 2, NaN, 4, 5].map((y, x) => ({ x, y }));
    const [d = ''] = paths(lineChart({ ...base, series: [{ name: 'a', points }] }));
    expect(d.match(/M/g)).toHaveLength(2);
  });

  it('leaves out what a log scale cannot place', () => {
    const points = [0, 1, 10, 100].map((x) => ({ x, y: x }));
    const svg = lineChart({ ...base, xScale: 'log', yScale: 'log', series: [{ name: 'a', points }] });
    expect(paths(svg)[0]?.match(/[ML]/g)).toHaveLength(3);
  });

  it('makes the y axis reach reference lines and the value it must include', () => {
    const svg = lineChart({ ...base, references: [{ y: 5.7, label: 'ln Q' }], yIncludes: -1 });
    expect(svg).toContain('>ln Q</text>');
    expect(svg).toMatch(/>6\.?0?<\/text>/);
    expect(svg).toContain('>−1</text>');
  });

  it('leaves out a reference line that has no place on the scale', () => {
    const svg = lineChart({ ...base, yScale: 'log', references: [{ y: 0, label: 'nothing' }] });
    expect(svg).not.toContain('nothing');
  });

  it('shades the band of a series in its colour, and makes room for it', () => {
    const points = [1, 2].map((x) => ({ x, y: 5 }));
    const band = [1, 2].map((x) => ({ x, low: 0, high: 900 }));
    const svg = lineChart({ ...base, series: [{ name: 'a', points, band, colour: 2 }] });
    expect(svg).toMatch(/<path class="tt-f2" fill-opacity="0\.16" d="M[\d.,LM]+Z"/);
    expect(svg).toContain('>800</text>');
    expect(lineChart({ ...base, series: [{ name: 'a', points }] })).not.toContain('fill-opacity');
  });

  it('marks the points of short series only', () => {
    const long = Array.from({ length: 50 }, (_, x) => ({ x, y: x }));
    expect(lineChart(base).match(/<circle/g)).toHaveLength(3);
    expect(lineChart({ ...base, series: [{ name: 'a', points: long }] })).not.toContain('<circle');
  });

  it('names series at their ends, or in a legend that takes as many rows as it needs', () => {
    const series = Array.from({ length: 12 }, (_, i) => ({
      name: `a long name ${i}`,
      points: [{ x: 1, y: i }],
    }));
    const rows = new Set(
      Array.from(
        lineChart({ ...base, series, names: 'legend' }).matchAll(/y="([\d.]+)"[^>]*>a long name/g),
        ([, y]) => y,
      ),
    );
    expect(rows.size).toBeGreaterThan(3);
    expect(lineChart(base)).toMatch(/class="tt-f0 tt-halo">train<\/text>/);
  });

  it('says so when there is nothing to draw', () => {
    expect(lineChart({ ...base, series: [{ name: 'a', points: [{ x: 1, y: NaN }] }] })).toContain('no data');
  });
});

describe('readLines', () => {
  it('tells what each series has at each x, and where the chart draws it', () => {
    const other = {
      name: 'validation',
      points: [
        { x: 1, y: 0.5 },
        { x: 3, y: NaN },
      ],
    };
    const readings = readLines({ ...base, series: [...base.series, other] });
    expect(readings.map(({ x }) => x)).toEqual([0, 1, 2]);
    expect(readings[1]?.values.map(({ series, y }) => [series, y])).toEqual([[0, 1], [1, 0.5]]); // prettier-ignore
    const drawn = readLines(base).map(({ at, values }) => `${at},${values[0]?.at}`);
    expect(paths(lineChart(base))[0]).toBe(`M${drawn.join('L')}`);
  });

  it('tells nothing of an empty chart', () => {
    expect(readLines({ ...base, series: [] })).toEqual([]);
  });
});
