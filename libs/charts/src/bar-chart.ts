import { scaleLinear } from 'd3-scale';

import { emptyNote, shortNumber } from './axes.ts';
import { chartDocument, type ChartWords } from './chart-document.ts';
import { element, label, segment, textWidth } from './svg.ts';
import { fillClass, FONT } from './theme.ts';

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** A CSS colour of its own, for bars that stand for colours. */
  readonly fill?: string;
}

export interface BarChart extends ChartWords {
  readonly bars: readonly Bar[];
  /** How a value is written at the end of its bar. */
  readonly format?: (value: number) => string; // three significant digits
  readonly width?: number; // 420
}

const ROW = 22;
const TOP = 34;

/**
 * Horizontal bars from zero, one below the other in the order given, with their values at their ends, as an SVG
 * document as high as they need. Throws on a value that is not finite.
 */
export function barChart(spec: BarChart): string {
  const { bars, format = shortNumber, width = 420 } = spec;
  const height = TOP + Math.max(1, bars.length) * ROW + 10;
  const values = bars.map((bar) => checked(bar));
  const left = 16 + Math.max(0, ...bars.map((bar) => textWidth(bar.label, FONT.text)));
  const room = 10 + Math.max(0, ...values.map((value) => textWidth(format(value), FONT.tick)));
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const x = scaleLinear([low, high === low ? low + 1 : high], [low < 0 ? left + room : left, width - room]);
  return chartDocument(spec, width, height, [
    ...bars.flatMap((bar, i) => drawBar(bar, TOP + i * ROW, x, left, format(bar.value))),
    segment(x(0), TOP, x(0), height - 10, { class: 'tt-axis' }),
    bars.length === 0 ? emptyNote({ left, right: width, top: TOP, bottom: height }) : '',
  ]);
}

function checked({ label: name, value }: Bar): number {
  if (!Number.isFinite(value)) throw new Error(`bar chart: ${name}: expected a finite value, got ${value}`);
  return value;
}

function drawBar(bar: Bar, y: number, x: (value: number) => number, left: number, text: string): string[] {
  const [from, to] = [Math.min(x(0), x(bar.value)), Math.max(x(0), x(bar.value))];
  const isNegative = bar.value < 0;
  return [
    label(bar.label, left - 8, y + 15, { class: 'tt-ink', 'text-anchor': 'end' }),
    element('rect', {
      class: bar.fill === undefined ? fillClass(0) : undefined,
      fill: bar.fill,
      x: from,
      y: y + 4,
      width: to - from,
      height: ROW - 7,
    }),
    label(text, isNegative ? from - 5 : to + 5, y + 15, {
      class: 'tt-muted tt-tick',
      'text-anchor': isNegative ? 'end' : undefined,
    }),
  ];
}
