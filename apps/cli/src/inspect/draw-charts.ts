import { basename } from 'node:path';

import { abPlane, lineChart } from '@tintype/charts';
import { svgToPicture, svgToPng, tile } from '@tintype/images';
import { photosChart } from '@tintype/pipeline/charts';
import { curvesTable, photosTable, priorTable } from '@tintype/records';
import { readTable } from '@tintype/records/node';

import { type Drawing, drawingOf } from './drawing.ts';
import type { TableFile } from './table-report.ts';

const WIDTH = 1200; // three times the charts' own, so that they print well

/** Photos by class, those that are kept and those that are not. */
export async function drawPhotos(files: readonly TableFile[]): Promise<Drawing> {
  const { title, svg } = photosChart(files.map(({ path }) => readTable(photosTable, path)));
  return { caption: title, png: await svgToPng(svg, WIDTH) };
}

/** The share of colour in each bin of each gamut, over the ab plane. */
export async function drawPrior(files: readonly TableFile[]): Promise<Drawing> {
  return drawEach(files, priorChart);
}

function priorChart({ name, path }: TableFile): Chart {
  const { a, b, probability } = readTable(priorTable, path);
  const cells = Array.from(a, (centre, bin) => ({
    a: centre,
    b: b[bin] ?? 0,
    value: probability[bin] ?? 0,
  }));
  const title = `${basename(name)}: ${cells.length} bins`;
  const paint = {
    kind: 'intensity',
    format: (value: number) => value.toPrecision(1),
    unit: 'probability',
  } as const;
  return { title, svg: abPlane({ title, cells, cellSize: spacing(cells.map(({ a }) => a)), paint }) };
}

/** The smallest distance between bins, which is their width. */
function spacing(centres: readonly number[]): number {
  const sorted = [...new Set(centres)].sort((one, other) => one - other);
  const steps = sorted.slice(1).map((centre, i) => centre - (sorted[i] ?? 0));
  return steps.length > 0 ? Math.min(...steps) : 10;
}

/** The loss over the epochs of each training. */
export async function drawCurves(files: readonly TableFile[]): Promise<Drawing> {
  return drawEach(files, curvesChart);
}

function curvesChart({ name, path }: TableFile): Chart {
  const curves = readTable(curvesTable, path);
  const points = (key: 'trainLoss' | 'validationLoss') =>
    Array.from(curves.epoch, (x, row) => ({ x, y: curves[key][row] ?? NaN }));
  const series = [
    { name: 'train', points: points('trainLoss') },
    { name: 'validation', points: points('validationLoss') },
  ];
  const title = `${basename(name)}: loss by epoch, ${curves.epoch.length} of them`;
  return { title, svg: lineChart({ title, xLabel: 'epoch', yLabel: 'loss, nats', xTicks: 'whole', series }) };
}

interface Chart {
  readonly title: string;
  readonly svg: string;
}

/** A chart of its own for each file: tables of one kind side by side are not one table. */
async function drawEach(files: readonly TableFile[], chartOf: (file: TableFile) => Chart): Promise<Drawing> {
  const charts = files.map(chartOf);
  const pictures = await Promise.all(charts.map(({ svg }) => svgToPicture(svg, WIDTH)));
  return drawingOf(charts.map(({ title }) => title).join('; '), tile(pictures, 2, { gap: 0 }));
}
