import { abPlane, barChart, lineChart, poolCounts } from '@tintype/charts';
import {
  CHART_SIZE,
  chartFigure,
  decimals,
  grouped,
  type Html,
  html,
  percent,
  type Section,
} from '@tintype/report';

import { abColour } from '../ab-colour.ts';
import { type GamutBin, type ReportData } from '../report-data.ts';

/** The charts of the section, by the names that their files have. */
export type ColoursChart = 'colours-used' | 'bins' | 'prior' | 'most-frequent-bins' | 'weights';

/** Which colours the training photos use, the bins that come of it, how frequent those are, and what they weigh. */
export function coloursSection(data: ReportData): Section {
  const { usage, gamut } = data;
  const charts = coloursCharts(data);
  return {
    id: 'colours',
    title: 'Colours',
    lead: html`A colour is a place on the ab plane: green to red from left to right, blue to yellow upwards,
    grey in the middle. Photographs crowd around grey. Training therefore gives rare colours more weight, or
    they would never be predicted.`,
    body: html`<div class="charts">
        ${chartFigure(charts['colours-used'], 'Every cell is one unit of a and b. The stronger its shade, the more pixels have this colour.')}
        ${chartFigure(charts.bins, gamutNote(gamut))}
        ${chartFigure(charts.prior, 'How often the training photos use each bin.')}
      </div>
      ${classMultiples(usage.byClass)}
      <div class="charts">
        ${chartFigure(charts['most-frequent-bins'], 'The bins that most pixels fall into, in their colours.')}
        ${chartFigure(charts.weights, weightNote(gamut))}
      </div>`,
  };
}

/** The charts of the section as SVG documents. */
export function coloursCharts({
  usage,
  gamut,
}: Pick<ReportData, 'usage' | 'gamut'>): Readonly<Record<ColoursChart, string>> {
  return {
    'colours-used': usageChart(usage.counts),
    bins: gamutChart(gamut),
    prior: priorChart(gamut),
    'most-frequent-bins': topBins(gamut.bins),
    weights: weightChart(gamut.bins),
  };
}

/** Pixels per one-unit cell of the ab plane, [a][b], which can pass 2³². */
export function usageChart(counts: ArrayLike<number>): string {
  return abPlane({
    title: 'Colours of the training photos',
    description: 'Pixels per cell of the ab plane on a logarithmic scale.',
    cells: poolCounts(counts, 1),
    cellSize: 1,
    paint: { kind: 'intensity', format: grouped, unit: 'pixels' },
  });
}

/** The bins, each in its colour. */
export function gamutChart({ bins, window }: Pick<ReportData['gamut'], 'bins' | 'window'>): string {
  return abPlane({
    title: `The ${bins.length} bins`,
    description: 'The bins that the network chooses from, each in its colour.',
    cells: bins.map(({ a, b }) => ({ a, b, value: 1 })),
    cellSize: window,
    paint: { kind: 'colour', of: abColour },
  });
}

function gamutNote({ kind, window, bins }: ReportData['gamut']): string {
  const size = `${window} × ${window} units`;
  switch (kind) {
    case 'dataset':
      return `The ${bins.length} windows of ${size} that at least one pixel of the photos falls into.`;
    case 'hull':
      return `The ${bins.length} bins of Zhang et al. (2016), ${size}: what a screen can show, with a margin.`;
    default:
      return kind satisfies never;
  }
}

function classMultiples(byClass: ReportData['usage']['byClass']): Html | null {
  if (byClass.length < 2) return null;
  return html`<h3>By class</h3>
    <p>The same plane for each class, each on its own scale: compare shapes, not shades.</p>
    <div class="multiples">
      ${byClass.map(({ name, counts }) =>
        chartFigure(
          abPlane({
            title: name,
            description: `Colours of the training photos of the class ${name}.`,
            cells: poolCounts(counts, 2),
            cellSize: 2,
            isCompact: true,
            width: 220,
            paint: { kind: 'intensity', format: grouped, unit: 'pixels' },
          }),
        ),
      )}
    </div>`;
}

/** The probability of each bin on a logarithmic scale. */
export function priorChart({ bins, window }: Pick<ReportData['gamut'], 'bins' | 'window'>): string {
  return abPlane({
    title: 'Prior',
    description: 'Probability of each bin on a logarithmic scale.',
    cells: bins.map(({ a, b, prior }) => ({ a, b, value: prior })),
    cellSize: window,
    paint: { kind: 'intensity', format: percent, unit: 'of pixels' },
  });
}

/** The dozen bins that most pixels fall into, in their colours. */
export function topBins(bins: readonly GamutBin[]): string {
  const top = [...bins].sort((one, other) => other.prior - one.prior).slice(0, 12);
  return barChart({
    title: 'Most frequent bins (a, b)',
    description: top.map(({ a, b, prior }) => `(${a}, ${b}): ${percent(prior)}`).join('; '),
    bars: top.map(({ a, b, prior }) => ({ label: signedPair(a, b), value: prior, fill: abColour(a, b) })),
    format: percent,
    ...CHART_SIZE,
  });
}

function signedPair(a: number, b: number): string {
  return `${a}, ${b}`.replaceAll('-', '−');
}

/** The weights of bins in rising order. */
export function weightChart(bins: readonly GamutBin[]): string {
  const weights = bins.map((bin) => bin.weight).sort((one, other) => one - other);
  return lineChart({
    title: 'Weights of the bins in rising order',
    description: 'Rebalancing weights in rising order.',
    xLabel: 'bins',
    yLabel: 'weight of a pixel in the loss',
    series: [{ name: '', points: weights.map((y, i) => ({ x: i + 1, y })) }],
    references: [{ y: 1, label: 'mean over pixels = 1' }],
    yIncludes: 0,
    ...CHART_SIZE,
  });
}

function weightNote({ bins, lambda }: ReportData['gamut']): string {
  const weights = bins.map((bin) => bin.weight).sort((one, other) => one - other);
  const at = (share: number): string =>
    decimals(weights[Math.round((weights.length - 1) * share)] ?? null, 2);
  return `λ = ${lambda}. Smallest ${at(0)}, median ${at(0.5)}, largest ${at(1)}.`;
}
