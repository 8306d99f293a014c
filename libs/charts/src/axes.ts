import { extent } from 'd3-array';
import { type ScaleLinear, scaleLinear, scaleLog, type ScaleLogarithmic } from 'd3-scale';

import { label, segment, textWidth } from './svg.ts';
import { FONT } from './theme.ts';

export type ScaleKind = 'linear' | 'log';
export type Scale = ScaleLinear<number, number> | ScaleLogarithmic<number, number>;

/** The rectangle that data are drawn in, in SVG units. */
export interface PlotArea {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Tick {
  readonly value: number;
  readonly text: string;
}

/** Whether a scale can place this value: finite, and on a log scale positive. */
export function isPlaceable(value: number, kind: ScaleKind): boolean {
  return Number.isFinite(value) && (kind === 'linear' || value > 0);
}

/** A scale over what it can place of `values`; over 0..1 (log: 1..10) when that is nothing. */
export function scaleOver(values: Iterable<number>, kind: ScaleKind): Scale {
  const [low, high] = extent(Array.from(values).filter((value) => isPlaceable(value, kind)));
  switch (kind) {
    case 'linear':
      return scaleLinear().domain(widened(low ?? 0, high ?? 1));
    case 'log':
      return scaleLog().domain(low === undefined || low === high ? decadeAround(low ?? 3) : [low, high]);
    default:
      return kind satisfies never;
  }
}

function widened(low: number, high: number): [number, number] {
  if (low < high) return [low, high];
  const half = low === 0 ? 1 : Math.abs(low) / 10;
  return [low - half, high + half];
}

function decadeAround(value: number): [number, number] {
  const low = 10 ** Math.floor(Math.log10(value));
  return [low, low * 10];
}

/** Ticks at whole numbers alone, for what is counted, such as epochs: one tick at least where the scale has one. */
export function wholeTicksOf(scale: Scale, count: number): Tick[] {
  const ticks = scale.ticks(count).filter(Number.isInteger);
  const [low = 0, high = 1] = scale.domain();
  const whole = ticks.length > 0 || Math.ceil(low) > Math.floor(high) ? ticks : [Math.ceil(low)];
  return whole.map((value) => ({ value, text: shortNumber(value) }));
}

/** Ticks of a scale; on a log scale powers of ten, or, where there is but one, others that stand apart. */
export function ticksOf(scale: Scale, count: number): Tick[] {
  if (!isLog(scale)) return linearTicks(scale, count);
  const [low = 1, high = 10] = scale.domain();
  const decades = decadesBetween(Math.min(low, high), Math.max(low, high));
  const step = Math.ceil(decades.length / count);
  const shown = decades.filter((_, i) => i % step === 0);
  if (shown.length >= 2) return shown.map((power) => ({ value: 10 ** power, text: powerOfTen(power) }));
  const ticks = scale.ticks(count);
  const round = ticks.length > count ? ticks.filter(isRound) : ticks;
  return (round.length > 2 ? round : ticks).map((value) => ({ value, text: shortNumber(value) }));
}

/** 1, 2 or 5 times a power of ten. */
function isRound(value: number): boolean {
  return [1, 2, 5].includes(Number((value / 10 ** Math.floor(Math.log10(value) + 1e-9)).toPrecision(6)));
}

function linearTicks(scale: ScaleLinear<number, number>, count: number): Tick[] {
  const ticks = scale.ticks(count);
  const largest = Math.max(...ticks.map(Math.abs), 0);
  const format = scale.tickFormat(count, largest >= 10_000 ? '~s' : undefined);
  return ticks.map((value) => ({ value, text: format(value) }));
}

function isLog(scale: Scale): scale is ScaleLogarithmic<number, number> {
  return 'base' in scale;
}

function decadesBetween(low: number, high: number): number[] {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** 10ⁿ: written out from 0.001 to 1000, as a power elsewhere. */
export function powerOfTen(power: number): string {
  if (power >= -3 && power <= 3) return String(10 ** power);
  const digits = Array.from(String(Math.abs(power)), (digit) => SUPERSCRIPTS[Number(digit)] ?? digit);
  return `10${power < 0 ? '⁻' : ''}${digits.join('')}`;
}

/** A number in about three significant digits: 0.0123, 12.3, 1230, 1.2e-7. */
export function shortNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value).replace('-', '−');
  return String(Number(value.toPrecision(3))).replace('-', '−');
}

/** Room that tick texts need beside their axis. */
export function tickRoom(ticks: readonly Tick[]): number {
  return Math.max(0, ...ticks.map((tick) => textWidth(tick.text, FONT.tick))) + 8;
}

/** Horizontal grid lines with their values to the left, and the name of the axis above them. */
export function yAxis(scale: Scale, ticks: readonly Tick[], area: PlotArea, name: string): string[] {
  return [
    ...ticks.flatMap(({ value, text }) => [
      segment(area.left, scale(value), area.right, scale(value), { class: 'tt-grid' }),
      label(text, area.left - 6, scale(value) + 4, { class: 'tt-muted tt-tick', 'text-anchor': 'end' }),
    ]),
    label(name, 8, area.top - 10, { class: 'tt-muted tt-tick' }),
  ];
}

/** The base line with its ticks, and the name of the axis below its right end. */
export function xAxis(scale: Scale, ticks: readonly Tick[], area: PlotArea, name: string): string[] {
  return [
    segment(area.left, area.bottom, area.right, area.bottom, { class: 'tt-axis' }),
    ...ticks.flatMap(({ value, text }) => [
      segment(scale(value), area.bottom, scale(value), area.bottom + 4, { class: 'tt-axis' }),
      label(text, scale(value), area.bottom + 16, { class: 'tt-muted tt-tick', 'text-anchor': 'middle' }),
    ]),
    label(name, area.right, area.bottom + 32, { class: 'tt-muted tt-tick', 'text-anchor': 'end' }),
  ];
}

/** Said in the middle of a chart that has nothing to show. */
export function emptyNote(area: PlotArea): string {
  const [x, y] = [(area.left + area.right) / 2, (area.top + area.bottom) / 2];
  return label('no data', x, y, { class: 'tt-muted', 'text-anchor': 'middle' });
}
