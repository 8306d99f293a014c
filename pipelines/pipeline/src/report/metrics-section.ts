import { dotPlot, lineChart } from '@tintype/charts';
import { html, type Html } from './html.ts';
import { methodName } from './method-name.ts';
import { metricsTable } from './metrics-table.ts';
import { decimals } from './number-words.ts';
import { type Measures, type MethodRow, type ReportData } from './report-data.ts';
import { CHART_SIZE, chartFigure, type Section } from './section.ts';
import { bestBaseline } from './verdict.ts';

/** The measures of the network and the baselines, what they mean, and what the temperature does to them. */
export function metricsSection({ results }: ReportData): Section {
  const { methods, temperature, heldOutPhotos } = results;
  return {
    id: 'measures',
    title: 'Measures',
    lead: html`Over all pixels of ${heldOutPhotos} held-out photos. The baselines see no picture: grey leaves
    photos as they are, mean colour tints everything with the average of the training photos, mean and
    likeliest per lightness look a colour up for each lightness, and mean per row for each height in the
    picture. A network is worth its name only above them.`,
    body: html`${metricsTable(methods, temperature)} ${EXPLANATIONS}
      <div class="charts">${chartFigure(comparisonChart(results))} ${temperatureCharts(methods)}</div>`,
  };
}

const EXPLANATIONS = html`<dl class="terms">
  <div>
    <dt>AuC</dt>
    <dd>
      How close the colours come: the share of pixels within a distance of the true colour, averaged over
      distances from 0 to 150 ab units. 1 is perfect.
    </dd>
  </div>
  <div>
    <dt>balanced AuC</dt>
    <dd>
      The same, but every colour counts alike, however rare it is. Otherwise grey walls and pale skies decide.
      This is the figure to compare by.
    </dd>
  </div>
  <div>
    <dt>RMSE ab</dt>
    <dd>
      Typical distance from the true colour, in ab units; large misses count most, which favours cautious
      greys.
    </dd>
  </div>
  <div>
    <dt>PSNR, SSIM</dt>
    <dd>
      Likeness to the true photo in RGB, as for compressed pictures. Both favour grey over a wrong guess.
    </dd>
  </div>
  <div>
    <dt>colourfulness, chroma</dt>
    <dd>How vivid the result is, as a ratio to the true photos. 1 is as vivid as they are, 0 is grey.</dd>
  </div>
  <div>
    <dt>temperature T</dt>
    <dd>
      How a distribution over colours becomes one colour. Near 0 the most probable colour wins: vivid, with
      hard edges. At 1 it is the mean of all: safe and dull. The recipe's value lies between.
    </dd>
  </div>
</dl>`;

/** The balanced AuC of every method as an SVG document, with its interval where it is known. */
export function comparisonChart({ methods, temperature }: ReportData['results']): string {
  const rows = methods.flatMap((row) => {
    if (row.aucBalanced === null) return [];
    const isEmphasised = row.method === 'network' && row.temperature === temperature;
    const interval = row.aucBalancedInterval;
    const dot = { label: methodName(row), value: row.aucBalanced, isEmphasised };
    return [interval === undefined ? dot : { ...dot, interval }];
  });
  return dotPlot({
    title: 'Balanced AuC, network and baselines',
    description: rows.map((row) => `${row.label}: ${decimals(row.value, 3)}`).join('; '),
    xLabel: 'balanced AuC, higher is better',
    ...CHART_SIZE,
    rows,
    format: (value) => decimals(value, 3),
  });
}

function temperatureCharts(methods: readonly MethodRow[]): Html[] {
  const measured = methods
    .filter((row) => row.method === 'network' && row.temperature !== null)
    .sort((one, other) => (one.temperature ?? 0) - (other.temperature ?? 0));
  if (measured.length < 2) return [];
  return [chartFigure(accuracyChart(measured, bestBaseline(methods))), chartFigure(vividnessChart(measured))];
}

function over(rows: readonly MethodRow[], key: keyof Measures): { x: number; y: number }[] {
  return rows.map((row) => ({ x: row.temperature ?? NaN, y: row[key] ?? NaN }));
}

function accuracyChart(rows: readonly MethodRow[], baseline: MethodRow | undefined): string {
  const level = baseline?.aucBalanced ?? null;
  return lineChart({
    title: 'Closeness over temperature',
    description: 'AuC and balanced AuC of the network at each temperature.',
    xLabel: 'temperature T',
    ...CHART_SIZE,
    yLabel: 'AuC, balanced and plain',
    series: [
      { name: 'balanced', points: over(rows, 'aucBalanced') },
      { name: 'plain', points: over(rows, 'auc') },
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
