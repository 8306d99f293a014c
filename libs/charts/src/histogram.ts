import { bin, max } from 'd3-array';

import { emptyNote, type PlotArea, scaleOver, tickRoom, ticksOf, xAxis, yAxis } from './axes.ts';
import { chartDocument, type ChartWords } from './chart-document.ts';
import { element } from './svg.ts';
import { fillClass } from './theme.ts';

export interface Histogram extends ChartWords {
  readonly xLabel: string;
  readonly yLabel: string;
  readonly values: ArrayLike<number>;
  /** About how many classes; their edges are round numbers. */
  readonly classes?: number; // 30
  readonly width?: number; // 420
  readonly height?: number; // 220
}

/** How often values fall into classes of equal width, as an SVG document. Values that are not finite are left out. */
export function histogram(spec: Histogram): string {
  const { classes = 30, width = 420, height = 220 } = spec;
  const values = Array.from(spec.values).filter(Number.isFinite);
  const x = scaleOver(values, 'linear').nice(classes);
  const [low = 0, high = 1] = x.domain();
  const bins = bin().domain([low, high]).thresholds(classes)(values);
  const y = scaleOver([0, max(bins, (one) => one.length) ?? 1], 'linear').nice(4);
  const yTicks = ticksOf(y, 4).filter((tick) => Number.isInteger(tick.value));
  const area: PlotArea = { left: 8 + tickRoom(yTicks), right: width - 14, top: 50, bottom: height - 42 };
  x.range([area.left, area.right]);
  y.range([area.bottom, area.top]);
  return chartDocument(spec, width, height, [
    ...yAxis(y, yTicks, area, spec.yLabel),
    ...bins.map((one) => {
      const [from, to] = [x(one.x0 ?? low), x(one.x1 ?? high)];
      const top = y(one.length);
      const size = { x: from, y: top, width: Math.max(0.5, to - from - 1), height: area.bottom - top };
      return one.length === 0 ? '' : element('rect', { class: fillClass(0), ...size });
    }),
    ...xAxis(x, ticksOf(x, 6), area, spec.xLabel),
    values.length === 0 ? emptyNote(area) : '',
  ]);
}
