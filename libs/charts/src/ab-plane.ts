import { type ScaleLinear, scaleLinear } from 'd3-scale';

import { AB_REACH, type AbCell } from './ab-cells.ts';
import { colourLayers, intensityLayers, type Layer, logLevels } from './ab-layers.ts';
import { emptyNote, type PlotArea } from './axes.ts';
import { chartDocument, type ChartWords } from './chart-document.ts';
import { element, fixed, label, segment, textWidth } from './svg.ts';
import { FONT } from './theme.ts';

/** How cells are painted: by the logarithm of their value, or each in a CSS colour of its own. */
export type AbPaint =
  | { readonly kind: 'intensity'; readonly format: (value: number) => string; readonly unit: string }
  | { readonly kind: 'colour'; readonly of: (a: number, b: number) => string };

export interface AbPlane extends ChartWords {
  /** Centres and values; cells do not overlap. Those with a value that is not positive are left out of intensity. */
  readonly cells: readonly AbCell[];
  /** Edge of a cell, ab units. */
  readonly cellSize: number;
  readonly paint: AbPaint;
  /** Leaves out names and numbers of the axes and the key, for small multiples that stand beside a large one. */
  readonly isCompact?: boolean;
  readonly width?: number; // 340, compact 160
}

interface Plane {
  readonly area: PlotArea;
  readonly x: ScaleLinear<number, number>;
  readonly y: ScaleLinear<number, number>;
}

/** Cells over the ab plane, a to the right and b upwards, both −110..110, as an SVG document. */
export function abPlane(spec: AbPlane): string {
  const isCompact = spec.isCompact ?? false;
  const width = spec.width ?? (isCompact ? 160 : 340);
  const hasKey = !isCompact && spec.paint.kind === 'intensity';
  const plane = isCompact ? planeIn(8, width - 8, 28) : planeIn(50, width - 16, 36);
  const below = isCompact ? 8 : hasKey ? 60 : 30;
  return chartDocument(spec, width, plane.area.bottom + below, [
    ...cross(plane),
    ...(isCompact ? [] : axisLabels(plane)),
    drawLayers(spec, plane),
    spec.cells.length === 0 ? emptyNote(plane.area) : '',
    ...(hasKey ? key(spec, plane.area) : []),
  ]);
}

function planeIn(left: number, right: number, top: number): Plane {
  const area = { left, right, top, bottom: top + right - left };
  const domain = [-AB_REACH, AB_REACH];
  const x = scaleLinear(domain, [left, right]);
  const y = scaleLinear(domain, [area.bottom, area.top]);
  return { area, x, y };
}

function drawLayers(spec: AbPlane, { area, x, y }: Plane): string {
  const unit = (area.right - area.left) / (2 * AB_REACH);
  const transform = `translate(${fixed(x(0))} ${fixed(y(0))}) scale(${unit.toFixed(5)} ${(-unit).toFixed(5)})`;
  const layers = layersOf(spec).map((layer) => drawLayer(layer, spec.cellSize));
  // Crisp edges, or neighbours that meet between two pixels would show a seam.
  return element('g', { transform, 'shape-rendering': 'crispEdges' }, ...layers);
}

function layersOf({ cells, paint }: AbPlane): Layer[] {
  switch (paint.kind) {
    case 'intensity':
      return intensityLayers(cells);
    case 'colour':
      return colourLayers(cells, paint.of);
    default:
      return paint satisfies never;
  }
}

// Drawn in ab units, with runs of neighbouring cells as one rectangle: a heat map of 10⁴ cells takes some 70 kB.
function drawLayer({ cells, attributes }: Layer, size: number): string {
  const rows = new Map<number, number[]>();
  for (const { a, b } of cells) rows.set(b, [...(rows.get(b) ?? []), a]);
  const path = [...rows].flatMap(([b, row]) =>
    runs(row, size).map(([from, to]) => {
      const width = fixed(to - from + size);
      return `M${fixed(from - size / 2)} ${fixed(b - size / 2)}h${width}v${fixed(size)}h-${width}`;
    }),
  );
  return element('path', { ...attributes, d: path.join('') });
}

function runs(centres: readonly number[], size: number): [from: number, to: number][] {
  const sorted = [...centres].sort((one, other) => one - other);
  const found: [number, number][] = [];
  for (const centre of sorted) {
    const last = found.at(-1);
    if (last !== undefined && Math.abs(centre - last[1] - size) < 1e-6) last[1] = centre;
    else found.push([centre, centre]);
  }
  return found;
}

function cross({ area, x, y }: Plane): string[] {
  const { left, top, right, bottom } = area;
  const frame = { x: left, y: top, width: right - left, height: bottom - top, fill: 'none' };
  return [
    element('rect', { class: 'tt-grid', ...frame }),
    segment(x(0), top, x(0), bottom, { class: 'tt-grid' }),
    segment(left, y(0), right, y(0), { class: 'tt-grid' }),
  ];
}

// The ends of the axes carry the colours they stand for, in line with the numbers.
function axisLabels({ area, x, y }: Plane): string[] {
  const small = { class: 'tt-muted tt-tick' };
  const [below, beside] = [area.bottom + 16, area.left - 6];
  const end = { ...small, 'text-anchor': 'end' };
  return [
    label('green −a', area.left, below, small),
    label('+a red', area.right, below, end),
    label('yellow', beside, area.top + 9, end),
    label('+b', beside, area.top + 23, end),
    label('−b', beside, area.bottom - 14, end),
    label('blue', beside, area.bottom, end),
    ...[-50, 0, 50].flatMap((value) => [
      label(signed(value), x(value), below, { ...small, 'text-anchor': 'middle' }),
      label(signed(value), beside, y(value) + 4, end),
    ]),
  ];
}

function signed(value: number): string {
  return String(value).replace('-', '−');
}

function key({ cells, paint }: AbPlane, area: PlotArea): string[] {
  if (paint.kind !== 'intensity') return [];
  const levels = logLevels(cells);
  const step = 12;
  const y = area.bottom + 32;
  const small = { class: 'tt-muted tt-tick' };
  const lowest = paint.format(levels.low);
  const from = area.left + 6 + textWidth(lowest, FONT.tick);
  return [
    label(lowest, area.left, y + 10, small),
    ...levels.opacities.map((opacity, i) =>
      element('rect', { class: 'tt-heat', opacity, x: from + i * step, y, width: step, height: 12 }),
    ),
    label(
      `${paint.format(levels.high)} ${paint.unit}`,
      from + levels.opacities.length * step + 6,
      y + 10,
      small,
    ),
  ];
}
