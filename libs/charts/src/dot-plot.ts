import { emptyNote, type PlotArea, scaleOver, shortNumber, ticksOf, xAxis } from './axes.ts';
import { chartDocument, type ChartWords } from './chart-document.ts';
import { element, label, segment, textWidth } from './svg.ts';
import { fillClass, FONT, strokeClass } from './theme.ts';

export interface DotRow {
  readonly label: string;
  readonly value: number;
  /** The interval that the value is known to, drawn as a bar through the dot. */
  readonly interval?: readonly [low: number, high: number];
  /** Drawn in the first colour; the others are grey and only there to compare with. */
  readonly isEmphasised?: boolean;
}

export interface DotPlot extends ChartWords {
  readonly xLabel: string;
  readonly rows: readonly DotRow[];
  readonly format?: (value: number) => string; // three significant digits
  readonly width?: number; // 420
}

const ROW = 24;
const TOP = 34;
const PLAIN = 5; // the grey of the palette

/** Values of several methods on one scale, one per row, as an SVG document: differences count, not zero. */
export function dotPlot(spec: DotPlot): string {
  const { rows, format = shortNumber, width = 420 } = spec;
  const bottom = TOP + Math.max(1, rows.length) * ROW;
  const area: PlotArea = {
    left: 22 + Math.max(0, ...rows.map((row) => textWidth(row.label, FONT.text))),
    right: width - 18 - Math.max(0, ...rows.map((row) => textWidth(format(row.value), FONT.text))),
    top: TOP,
    bottom,
  };
  const x = scaleOver(
    rows.flatMap((row) => [row.value, ...(row.interval ?? [])]),
    'linear',
  );
  x.nice(5).range([area.left, area.right]);
  const ticks = ticksOf(x, 4);
  return chartDocument(spec, width, bottom + 42, [
    ...ticks.map(({ value }) => segment(x(value), TOP, x(value), bottom, { class: 'tt-grid' })),
    ...xAxis(x, ticks, area, spec.xLabel),
    ...rows.flatMap((row, i) => drawRow(row, TOP + (i + 0.5) * ROW, x, area, width, format)),
    rows.length === 0 ? emptyNote(area) : '',
  ]);
}

function drawRow(
  row: DotRow,
  y: number,
  x: (value: number) => number,
  area: PlotArea,
  width: number,
  format: (value: number) => string,
): string[] {
  const colour = row.isEmphasised === true ? 0 : PLAIN;
  const weight = row.isEmphasised === true ? 600 : undefined;
  const ink = { class: 'tt-ink', 'text-anchor': 'end', 'font-weight': weight };
  const bar = row.interval?.map((end) => x(end));
  return [
    label(row.label, area.left - 14, y + 4, ink),
    bar === undefined
      ? ''
      : segment(bar[0] ?? 0, y, bar[1] ?? 0, y, { class: `tt-line ${strokeClass(colour)}` }),
    element('circle', { class: fillClass(colour), cx: x(row.value), cy: y, r: 5 }),
    label(format(row.value), width - 8, y + 4, ink),
  ];
}
