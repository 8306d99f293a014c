import { area as areaPath, line } from 'd3-shape';

import {
  emptyNote,
  isPlaceable,
  type PlotArea,
  type Scale,
  type ScaleKind,
  scaleOver,
  tickRoom,
  ticksOf,
  wholeTicksOf,
  xAxis,
  yAxis,
} from './axes.ts';
import { chartDocument, type ChartWords } from './chart-document.ts';
import { legend } from './legend.ts';
import { spreadLabels } from './spread-labels.ts';
import { element, label, segment, textWidth } from './svg.ts';
import { fillClass, FONT, strokeClass } from './theme.ts';

export interface LinePoint {
  readonly x: number;
  /** Not finite, or not positive on a log scale: the line has a gap here. */
  readonly y: number;
}

/** How far a line could reach from `low` to `high` at a place. */
export interface BandPoint {
  readonly x: number;
  readonly low: number;
  readonly high: number;
}

export interface LineSeries {
  readonly name: string;
  readonly points: readonly LinePoint[];
  /** Shaded behind the line; where an end cannot be placed, it has a gap. */
  readonly band?: readonly BandPoint[];
  /** Which of the six colours; by default the place in the list. */
  readonly colour?: number;
  readonly dashed?: boolean;
}

/** A horizontal line that values are read against; left out where the scale has no place for it. */
export interface ReferenceLine {
  readonly y: number;
  readonly label: string;
}

export interface LineChart extends ChartWords {
  readonly xLabel: string;
  readonly yLabel: string;
  readonly series: readonly LineSeries[];
  readonly references?: readonly ReferenceLine[];
  readonly xScale?: ScaleKind; // linear
  readonly yScale?: ScaleKind; // linear
  /** Where ticks of x stand: wherever a number is round, or at whole numbers alone, as there is no half epoch. */
  readonly xTicks?: 'round' | 'whole'; // round
  /** A value that the y axis must reach, such as 0. */
  readonly yIncludes?: number;
  /** Where the names of the series stand: at the ends of the lines, or in rows above them. */
  readonly names?: 'ends' | 'legend'; // ends
  readonly width?: number; // 420
  readonly height?: number; // 270
}

const FEW_POINTS = 12; // up to here every point gets a dot, so that a line says how much it knows

interface Placing {
  readonly spec: LineChart;
  readonly area: PlotArea;
  readonly x: Scale;
  readonly y: Scale;
  readonly isThere: (point: LinePoint) => boolean;
}

/** Lines of several series over a common x, as an SVG document. Series without a placeable point are only named. */
export function lineChart(spec: LineChart): string {
  const { names = 'ends' } = spec;
  const { placing, width, height, rows, yTicks, isEmpty } = place(spec);
  const { area, x, y } = placing;
  return chartDocument(spec, width, height, [
    ...rows,
    ...yAxis(y, yTicks, area, spec.yLabel),
    ...xAxis(x, spec.xTicks === 'whole' ? wholeTicksOf(x, 5) : ticksOf(x, 5), area, spec.xLabel),
    ...spec.series.map((series, i) => drawBand(series, i, placing)),
    ...spec.series.flatMap((series, i) => drawSeries(series, i, placing)),
    ...drawReferences(placing),
    ...(names === 'ends' ? endLabels(placing) : []),
    isEmpty ? emptyNote(area) : '',
  ]);
}

/** What a line chart shows at one x, and where: in the units of its `viewBox`. */
export interface LineReading {
  readonly x: number;
  readonly at: number;
  readonly top: number;
  readonly bottom: number;
  readonly values: readonly { readonly series: number; readonly y: number; readonly at: number }[];
}

/** Every x at which a series has a value, from left to right, with what is there. */
export function readLines(spec: LineChart): readonly LineReading[] {
  const { area, x, y, isThere } = place(spec).placing;
  const points = spec.series.map((series) => series.points.filter(isThere));
  const places = [...new Set(points.flat().map((point) => point.x))].sort((one, other) => one - other);
  return places.map((value) => ({
    x: value,
    at: x(value),
    top: area.top,
    bottom: area.bottom,
    values: points.flatMap((own, series) => {
      const point = own.find((one) => one.x === value);
      return point === undefined ? [] : [{ series, y: point.y, at: y(point.y) }];
    }),
  }));
}

function place(spec: LineChart) {
  const { width = 420, height = 270, xScale = 'linear', yScale = 'linear', names = 'ends' } = spec;
  const isThere = ({ x, y }: LinePoint): boolean => isPlaceable(x, xScale) && isPlaceable(y, yScale);
  const points = spec.series.flatMap((series) => series.points).filter(isThere);
  const x = scaleOver(
    points.map((point) => point.x),
    xScale,
  );
  const y = scaleOver([...points.map((point) => point.y), ...bandEnds(spec), ...yAnchors(spec)], yScale);
  if (yScale === 'linear') y.nice(5);
  const rows = names === 'legend' ? legend(spec.series, width) : { height: 0, markup: [] };
  const yTicks = ticksOf(y, 5);
  const area: PlotArea = {
    left: 8 + tickRoom(yTicks),
    right: width - (names === 'ends' ? endRoom(spec.series) : 14),
    top: 50 + rows.height,
    bottom: height - 42,
  };
  x.range([area.left, area.right]);
  y.range([area.bottom, area.top]);
  const placing: Placing = { spec, area, x, y, isThere };
  return { placing, width, height, rows: rows.markup, yTicks, isEmpty: points.length === 0 };
}

function yAnchors({ references = [], yIncludes }: LineChart): number[] {
  return [...references.map((reference) => reference.y), ...(yIncludes === undefined ? [] : [yIncludes])];
}

function bandEnds({ series }: LineChart): number[] {
  return series.flatMap(({ band = [] }) => band.flatMap(({ low, high }) => [low, high]));
}

function drawBand({ band = [], colour }: LineSeries, index: number, { spec, x, y }: Placing): string {
  const kind = spec.yScale ?? 'linear';
  const path = areaPath<BandPoint>(
    (point) => x(point.x),
    (point) => y(point.low),
    (point) => y(point.high),
  )
    .defined(({ low, high }) => isPlaceable(low, kind) && isPlaceable(high, kind))
    .digits(1)(band);
  if (band.length === 0 || path === null) return '';
  return element('path', { class: fillClass(colour ?? index), 'fill-opacity': 0.16, d: path });
}

function endRoom(series: readonly LineSeries[]): number {
  return Math.max(4, ...series.map(({ name }) => textWidth(name, FONT.text))) + 12;
}

function drawSeries(series: LineSeries, index: number, { x, y, isThere }: Placing): string[] {
  const colour = series.colour ?? index;
  const path = line<LinePoint>(
    (point) => x(point.x),
    (point) => y(point.y),
  )
    .defined(isThere)
    .digits(1)(series.points);
  const dots = series.points.filter(isThere);
  return [
    element('path', {
      class: `tt-line ${strokeClass(colour)}`,
      d: path ?? '',
      'stroke-dasharray': series.dashed === true ? '6 5' : undefined,
    }),
    ...(dots.length > FEW_POINTS ? [] : dots.map((dot) => drawDot(x(dot.x), y(dot.y), colour))),
  ];
}

function drawDot(cx: number, cy: number, colour: number): string {
  return element('circle', { class: fillClass(colour), cx, cy, r: 2.5 });
}

function drawReferences({ spec, area, y }: Placing): string[] {
  const references = spec.references ?? [];
  const placeable = references.filter((reference) => isPlaceable(reference.y, spec.yScale ?? 'linear'));
  return placeable.flatMap((reference) => {
    const at = y(reference.y);
    const above = at - area.top > 16 ? at - 5 : at + 14;
    return [
      segment(area.left, at, area.right, at, { class: 'tt-axis', 'stroke-dasharray': '2 3' }),
      label(reference.label, area.right, above, { class: 'tt-muted tt-tick tt-halo', 'text-anchor': 'end' }),
    ];
  });
}

function endLabels({ spec, area, x, y, isThere }: Placing): string[] {
  const ends = spec.series.flatMap((series, i) => {
    const end = series.points.filter(isThere).at(-1);
    return end === undefined ? [] : [{ name: series.name, colour: series.colour ?? i, end }];
  });
  const wanted = ends.map(({ end }) => y(end.y) + 4);
  const placed = spreadLabels(wanted, FONT.text + 2, area.top + 4, area.bottom);
  return ends.map(({ name, colour, end }, i) =>
    label(name, x(end.x) + 7, placed[i] ?? 0, { class: `${fillClass(colour)} tt-halo` }),
  );
}
