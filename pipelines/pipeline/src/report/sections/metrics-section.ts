import { dotPlot, lineChart } from '@tintype/charts';
import { isBaseline, isCeiling, type MeasureKey, MEASURES, methodName } from '@tintype/colour';
import { CHART_SIZE, chartFigure, counted, type Html, html, type Section } from '@tintype/report';

import { bestBaseline, type MethodRow, networkAt } from '../../runs/method-row.ts';
import { entropyTable } from '../entropy-table.ts';
import { leadsTable } from '../leads-table.ts';
import { metricsGlossary } from '../metrics-glossary.ts';
import { metricsTable, photosTable } from '../metrics-table.ts';
import { type ReportData } from '../report-data.ts';
import { betterWords, measureText } from '../show-measure.ts';

/** The measures of the network and the baselines, what they mean, and what the temperature does to them. */
export function metricsSection({ results, gamut }: ReportData): Section {
  const { methods, temperature } = results;
  const baselines = methods.filter(({ method }) => isBaseline(method));
  return {
    id: 'measures',
    title: 'Measures',
    lead: html`Over all pixels of ${photoWords(results)}. The baselines know the training photos but see no
    shapes: grey leaves photos as they are, global mean tints everything with one colour, mean per lightness
    and likeliest per lightness look a colour up for each lightness, and mean per row for each height in the
    picture. A network is worth its name only above them. The truth, rounded to bins, is what no network can
    exceed.`,
    body: html`${metricsTable(methods, temperature)} ${leadsTable(baselines, temperature)}
      ${entropyTable(networkAt(methods, temperature), gamut.bins.length)}
      ${results.photos.length > 0 && photosTable(results.photos)}
      <h3>What the measures mean</h3>
      ${metricsGlossary()}
      <div class="charts">${chartFigure(comparisonChart(results))} ${temperatureCharts(methods)}</div>`,
  };
}

function photoWords({ heldOutPhotos, heldOutOriginals }: ReportData['results']): string {
  const photos = counted(heldOutPhotos, 'held-out photo');
  return heldOutOriginals === heldOutPhotos
    ? photos
    : `${photos}, crops of ${counted(heldOutOriginals, 'original')}`;
}

/** The balanced AuC of every method as an SVG document, with its interval where it is known. */
export function comparisonChart({ methods, temperature }: ReportData['results']): string {
  const rows = methods.flatMap((row) => {
    if (row.aucBalanced === null || isCeiling(row.method)) return []; // ceilings would squeeze the rest
    const isEmphasised = row.method === 'network' && row.temperature === temperature;
    const interval = row.intervals.aucBalanced;
    const dot = { label: methodName(row), value: row.aucBalanced, isEmphasised };
    return [interval === undefined ? dot : { ...dot, interval }];
  });
  return dotPlot({
    title: 'Balanced AuC, network and baselines',
    description: rows.map((row) => `${row.label}: ${measureText('aucBalanced', row.value)}`).join('; '),
    xLabel: `${MEASURES.aucBalanced.name}, ${betterWords('aucBalanced')} is better`,
    ...CHART_SIZE,
    rows,
    format: (value) => measureText('aucBalanced', value),
  });
}

function temperatureCharts(methods: readonly MethodRow[]): Html[] {
  const measured = methods
    .filter((row) => row.method === 'network' && row.temperature !== null)
    .sort((one, other) => (one.temperature ?? 0) - (other.temperature ?? 0));
  if (measured.length < 2) return [];
  return [chartFigure(accuracyChart(measured, bestBaseline(methods))), chartFigure(vividnessChart(measured))];
}

function over(rows: readonly MethodRow[], key: MeasureKey): { x: number; y: number }[] {
  return rows.map((row) => ({ x: row.temperature ?? NaN, y: row[key] ?? NaN }));
}

function accuracyChart(rows: readonly MethodRow[], baseline: MethodRow | undefined): string {
  const level = baseline?.aucBalanced ?? null;
  return lineChart({
    title: 'Closeness over temperature',
    description: `${MEASURES.auc.name} and ${MEASURES.aucBalanced.name} of the network at each temperature.`,
    xLabel: 'temperature T',
    ...CHART_SIZE,
    yLabel: 'AuC, balanced and raw',
    series: [
      { name: 'balanced', points: over(rows, 'aucBalanced') },
      { name: 'raw', points: over(rows, 'auc') },
    ],
    references: level === null ? [] : [{ y: level, label: 'best baseline, balanced' }],
  });
}

function vividnessChart(rows: readonly MethodRow[]): string {
  return lineChart({
    title: 'Vividness over temperature',
    description: 'Colourfulness and chroma as ratios to the true photos; both fall as the temperature rises.',
    xLabel: 'temperature T',
    ...CHART_SIZE,
    yLabel: 'ratio to the true photos',
    series: [
      { name: 'chroma', points: over(rows, 'chromaRatio') },
      { name: 'colourfulness', points: over(rows, 'colourfulnessRatio') },
    ],
    references: [{ y: 1, label: 'as vivid as the photos' }],
    yIncludes: 0,
  });
}
