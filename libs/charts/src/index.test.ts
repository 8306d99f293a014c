import { describe, expect, it } from '@jest/globals';

import { abPlane, barChart, dotPlot, histogram, lineChart, poolCounts } from './index.ts';

const HOSTILE = `</title><script>alert("x")</script>\u0000 & 'y'`;
const words = { title: HOSTILE, description: HOSTILE };
const points = [1, 2, 3].map((x) => ({ x, y: x * x }));
const counts = new Uint32Array(220 * 220).fill(1, 24_000, 24_050);

const charts: Record<string, () => string> = {
  lineChart: () =>
    lineChart({
      ...words,
      xLabel: HOSTILE,
      yLabel: HOSTILE,
      series: [{ name: HOSTILE, points }],
      references: [{ y: 4, label: HOSTILE }],
    }),
  'lineChart with a legend': () =>
    lineChart({ ...words, xLabel: '', yLabel: '', names: 'legend', series: [{ name: HOSTILE, points }] }),
  'lineChart without data': () => lineChart({ ...words, xLabel: '', yLabel: '', series: [] }),
  barChart: () => barChart({ ...words, bars: [{ label: HOSTILE, value: 1, fill: '"><script>' }] }),
  'barChart without data': () => barChart({ ...words, bars: [] }),
  dotPlot: () =>
    dotPlot({ ...words, xLabel: HOSTILE, rows: [{ label: HOSTILE, value: 1, interval: [0, 2] }] }),
  'dotPlot without data': () => dotPlot({ ...words, xLabel: '', rows: [] }),
  histogram: () => histogram({ ...words, xLabel: HOSTILE, yLabel: HOSTILE, values: [1, 2, 2, NaN] }),
  'histogram without data': () => histogram({ ...words, xLabel: '', yLabel: '', values: [] }),
  abPlane: () =>
    abPlane({
      ...words,
      cells: poolCounts(counts, 2),
      cellSize: 2,
      paint: { kind: 'intensity', unit: HOSTILE, format: String },
    }),
  'abPlane in colours': () =>
    abPlane({
      ...words,
      cells: poolCounts(counts, 10),
      cellSize: 10,
      paint: { kind: 'colour', of: () => HOSTILE },
    }),
  'abPlane without data': () =>
    abPlane({ ...words, cells: [], cellSize: 1, paint: { kind: 'intensity', unit: '', format: String } }),
};

/** Names of the elements of a document; throws where tags do not match. */
function elementsOf(svg: string): string[] {
  const open: string[] = [];
  const names: string[] = [];
  for (const [, close, name = '', self] of svg.matchAll(
    /<(\/?)([a-z]+)(?:\s[a-zA-Z0-9-]+="[^"<]*")*(\/?)>/g,
  )) {
    if (close === '/') expect(open.pop()).toBe(name);
    else names.push(name);
    if (close === '' && self === '') open.push(name);
  }
  expect(open).toEqual([]);
  return names;
}

describe.each(Object.entries(charts))('%s', (_, draw) => {
  it('is a well-formed document with only drawing elements, whatever texts it is given', () => {
    const svg = draw();
    const names = elementsOf(svg);
    expect(svg.match(/</g)?.length).toBe(svg.match(/<\/?[a-z]+[ >/]/g)?.length);
    expect(new Set(names)).toEqual(
      new Set(names.filter((name) => /^(svg|title|desc|style|rect|text|line|path|circle|g)$/.test(name))),
    );
    expect(svg).not.toContain('\u0000');
  });

  it('says its title and description to screen readers, and needs nothing from outside', () => {
    const svg = draw();
    expect(svg).toContain('role="img"');
    expect(svg).toMatch(/<title>[^<]*alert[^<]*<\/title><desc>[^<]*alert[^<]*<\/desc>/);
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|url\(|@import|href/);
  });

  it('has no coordinate that is not a number, and is the same every time', () => {
    expect(draw()).not.toMatch(/NaN|Infinity|undefined/);
    expect(draw()).toBe(draw());
  });
});
