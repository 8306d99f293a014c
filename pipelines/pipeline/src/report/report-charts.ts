import { type ReportData } from './report-data.ts';
import { coloursCharts } from './sections/colours-section.ts';
import { lossChart } from './sections/curves-section.ts';
import { comparisonChart } from './sections/metrics-section.ts';

/** The charts of the report that are worth a file of their own, as SVG documents by file name without its ending. */
export function reportCharts(data: ReportData): Readonly<Record<string, string>> {
  return { 'balanced-auc': comparisonChart(data.results), loss: lossChart(data), ...coloursCharts(data) };
}
