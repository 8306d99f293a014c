export { barChart, type Bar, type BarChart } from './bar-chart.ts';
export { abPlane, type AbPaint, type AbPlane } from './ab-plane.ts';
export { poolCounts, type AbCell } from './ab-cells.ts';
export { dotPlot, type DotPlot, type DotRow } from './dot-plot.ts';
export { histogram, type Histogram } from './histogram.ts';
export {
  lineChart,
  readLines,
  type BandPoint,
  type LineChart,
  type LinePoint,
  type LineReading,
  type LineSeries,
  type ReferenceLine,
} from './line-chart.ts';
export { escapeXml } from './svg.ts';
export { STYLE as CHART_STYLE } from './theme.ts';
