import { describe, expect, it } from '@jest/globals';

import { intensityLayers } from './ab-layers.ts';
import { type AbPlane, abPlane } from './ab-plane.ts';

const base: AbPlane = {
  title: 'Colours used',
  cells: [
    { a: 5, b: 5, value: 1 },
    { a: 15, b: 5, value: 1 },
    { a: 5, b: -5, value: 1000 },
  ],
  cellSize: 10,
  paint: { kind: 'intensity', unit: 'pixels', format: String },
};

function paths(svg: string): string[] {
  return Array.from(svg.matchAll(/ d="([^"]*)"/g), ([, d = '']) => d);
}

describe('abPlane', () => {
  it('draws cells in ab units around their centres, neighbours as one run, b upwards', () => {
    expect(paths(abPlane(base))).toEqual(['M0 0h20v10h-20', 'M0 -10h10v10h-10']);
    expect(abPlane(base)).toMatch(/scale\([\d.]+ -[\d.]+\)/);
  });

  it('keeps runs apart that are not neighbours', () => {
    const cells = [-100, 0, 10].map((a) => ({ a, b: 0, value: 1 }));
    expect(paths(abPlane({ ...base, cells }))).toEqual(['M-105 -5h10v10h-10M-5 -5h20v10h-20']);
  });

  it('asks for the colour of each cell, and draws equal colours together', () => {
    const of = (a: number, b: number): string => (b > 0 ? `rgb(${a} 0 0)` : 'rgb(5 0 0)');
    const svg = abPlane({ ...base, paint: { kind: 'colour', of } });
    expect(Array.from(svg.matchAll(/fill="(rgb[^"]*)"/g), ([, fill]) => fill)).toEqual([
      'rgb(5 0 0)',
      'rgb(15 0 0)',
    ]);
  });

  it('explains its shades from the least to the most frequent, but not when compact', () => {
    expect(abPlane(base)).toContain('>1000 pixels</text>');
    expect(abPlane({ ...base, isCompact: true })).not.toContain('pixels');
    expect(abPlane({ ...base, isCompact: true })).not.toContain('yellow');
  });
});

describe('intensityLayers', () => {
  it('gives each step of the logarithm one layer, from faint to full', () => {
    const cells = Array.from({ length: 10 }, (_, i) => ({ a: i, b: 0, value: 10 ** i }));
    const layers = intensityLayers(cells);
    expect(layers.map((layer) => layer.cells.length)).toEqual(Array.from({ length: 10 }, () => 1));
    expect(layers.at(0)?.attributes['opacity']).toBeCloseTo(0.1);
    expect(layers.at(-1)?.attributes['opacity']).toBeCloseTo(1);
  });

  it('leaves out cells without a count, and shows a single value in full', () => {
    expect(intensityLayers([{ a: 0, b: 0, value: 0 }])).toEqual([]);
    expect(intensityLayers([{ a: 0, b: 0, value: 7 }])).toHaveLength(1);
    expect(intensityLayers([{ a: 0, b: 0, value: 7 }])[0]?.attributes['opacity']).toBeCloseTo(1);
  });
});
