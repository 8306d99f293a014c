import { barChart, dotPlot, type LineChart, lineChart, type LineSeries } from '@tintype/charts';
import type { ClassifierCurvesRows } from '@tintype/records';
import { CHART_SIZE, decimals } from '@tintype/report';

import { meanOf } from './paired-test.ts';
import { type LayerResult } from './review-data.ts';
import type { Group } from './summarise.ts';

type Curve = Exclude<keyof ClassifierCurvesRows, 'epoch'>;

/** What each curve shows, and how it is read. */
export const CURVES: readonly { readonly curve: Curve; readonly title: string; readonly unit: string }[] = [
  { curve: 'validationAccuracy', title: 'Validation accuracy', unit: '% right' },
  { curve: 'trainAccuracy', title: 'Training accuracy', unit: '% right' },
  { curve: 'validationLoss', title: 'Validation loss', unit: 'nats, log scale' },
  { curve: 'trainLoss', title: 'Training loss', unit: 'nats, log scale' },
];

/** A curve of all activations of one kind of network: the mean over seeds with the band from the least to the most. */
export function curveChart(groups: readonly Group[], curve: (typeof CURVES)[number]): string {
  return lineChart(curveLines(groups, curve));
}

/** The same, not drawn yet. */
export function curveLines(
  groups: readonly Group[],
  { curve, title, unit }: (typeof CURVES)[number],
): LineChart {
  const isLoss = curve.endsWith('Loss');
  const factor = isLoss ? 1 : 100;
  return {
    title: `${title}, ${conditionOf(groups)}`,
    xLabel: 'epoch',
    xTicks: 'whole',
    yLabel: unit,
    yScale: isLoss ? 'log' : 'linear',
    names: 'legend',
    ...CHART_SIZE,
    series: groups.map((group) => seriesOf(group, curve, factor)),
  };
}

function seriesOf({ name, results }: Group, curve: Curve, factor: number): LineSeries {
  const epochs = [...(results[0]?.curves.epoch ?? [])];
  const at = (i: number) => results.map(({ curves }) => factor * (curves[curve][i] ?? NaN));
  return {
    name,
    points: epochs.map((x, i) => ({ x, y: meanOf(at(i)) })),
    band:
      results.length < 2
        ? []
        : epochs.map((x, i) => ({ x, low: Math.min(...at(i)), high: Math.max(...at(i)) })),
  };
}

/** Final test accuracy of every group, mean ± standard deviation over the seeds. */
export function accuracyChart(groups: readonly Group[], width = 560): string {
  const seeds = groups[0]?.results.length ?? 0;
  return dotPlot({
    title: 'Test accuracy after the last epoch',
    xLabel: seeds > 1 ? `% right; mean ± standard deviation over ${seeds} seeds` : '% right; one seed',
    width,
    format: (value) => decimals(value, 2),
    rows: groups.map(({ name, batchNorm, accuracy, deviation, activation }) => ({
      label: `${name}${batchNorm ? ', normalised' : ''}`,
      value: 100 * accuracy,
      isEmphasised: activation.kind === 'relu',
      ...(Number.isNaN(deviation)
        ? {}
        : { interval: [100 * (accuracy - deviation), 100 * (accuracy + deviation)] as const }),
    })),
  });
}

export function timeChart(groups: readonly Group[]): string {
  return barChart({
    title: 'Seconds of training per epoch, the median',
    bars: groups.map(({ name, batchNorm, secondsPerEpoch }) => ({
      label: `${name}${batchNorm ? ', normalised' : ''}`,
      value: secondsPerEpoch,
    })),
  });
}

/** How the pre-activations of one layer are spread at the end of training, over all seeds. */
export function preActivationsChart(groups: readonly Group[], layer: string): string {
  return lineChart(preActivationLines(groups, layer));
}

/** The same, not drawn yet. */
export function preActivationLines(groups: readonly Group[], layer: string): LineChart {
  return {
    title: `${layer}, ${conditionOf(groups)}`,
    xLabel: 'given to a unit before its activation',
    yLabel: '% of the values',
    yIncludes: 0,
    names: 'legend',
    ...CHART_SIZE,
    series: groups.map((group) => ({ name: group.name, points: spreadOf(layersNamed(group, layer)) })),
  };
}

/** Percent of the values in each cell, at its middle; empty cells at both ends are left out. */
function spreadOf(layers: readonly LayerResult[]) {
  const cells = layers[0]?.cells ?? [];
  const width = (cells[1]?.from ?? 0) - (cells[0]?.from ?? 0);
  const counts = cells.map((_, i) => layers.reduce((sum, layer) => sum + (layer.cells[i]?.count ?? 0), 0));
  const all = counts.reduce((sum, count) => sum + count, 0);
  const points = cells.map(({ from }, i) => ({ x: from + width / 2, y: (100 * (counts[i] ?? 0)) / all }));
  const seen = points.map(({ y }) => y >= SEEN);
  return points.slice(Math.max(0, seen.indexOf(true)), seen.lastIndexOf(true) + 1);
}

/** Percent of the values that a cell must hold to be drawn: tails of a few values would stretch the axis. */
const SEEN = 0.05;

/** What the seeds have of one layer. */
export function layersNamed({ results }: Group, layer: string): readonly LayerResult[] {
  return results.flatMap(({ layers }) => layers.filter((one) => one.layer === layer));
}

/** In few words, for the title of a chart. */
function conditionOf([group]: readonly Group[]): string {
  return group?.batchNorm === true ? 'normalised' : 'not normalised';
}
