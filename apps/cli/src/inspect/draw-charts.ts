import { abPlane, barChart, lineChart } from '@tintype/charts';
import { svgToPng } from '@tintype/images';
import { curvesTable, photosTable, priorTable } from '@tintype/records';
import { readTable } from '@tintype/records/node';

import type { Drawing } from './drawing.ts';
import type { TableFile } from './table-report.ts';

const WIDTH = 1200; // three times the charts' own, so that they print well

/** Photos by class, those that are kept and those that are not. */
export async function drawPhotos(files: readonly TableFile[]): Promise<Drawing> {
  const counts = new Map<string, number>();
  let total = 0;
  for (const { path } of files) {
    const photos = readTable(photosTable, path);
    photos.status.forEach((status, row) => {
      const name = status === 'kept' ? photos.class[row] || 'no class' : 'quarantined';
      counts.set(name, (counts.get(name) ?? 0) + 1);
    });
    total += photos.photo.length;
  }
  const bars = [...counts]
    .map(([label, value]) => ({ label, value }))
    .sort((a, b) => (a.label < b.label ? -1 : 1));
  const title = `${total} photos by class`;
  return { caption: title, png: await svgToPng(barChart({ title, bars, format: String }), WIDTH) };
}

/** The share of colour in each bin of the gamut, over the ab plane. */
export async function drawPrior(files: readonly TableFile[]): Promise<Drawing> {
  const rows = files.map(({ path }) => readTable(priorTable, path));
  const cells = rows.flatMap(({ a, b, probability }) =>
    Array.from(a, (centre, bin) => ({ a: centre, b: b[bin] ?? 0, value: probability[bin] ?? 0 })),
  );
  const title = `Prior of ${cells.length} bins`;
  const paint = {
    kind: 'intensity',
    format: (value: number) => value.toPrecision(1),
    unit: 'probability',
  } as const;
  const svg = abPlane({ title, cells, cellSize: spacing(cells.map(({ a }) => a)), paint });
  return { caption: title, png: await svgToPng(svg, WIDTH) };
}

/** The smallest distance between bins, which is their width. */
function spacing(centres: readonly number[]): number {
  const sorted = [...new Set(centres)].sort((one, other) => one - other);
  const steps = sorted.slice(1).map((centre, i) => centre - (sorted[i] ?? 0));
  return steps.length > 0 ? Math.min(...steps) : 10;
}

/** The loss over the epochs. */
export async function drawCurves(files: readonly TableFile[]): Promise<Drawing> {
  const curves = files.map(({ path }) => readTable(curvesTable, path));
  const points = (key: 'trainLoss' | 'validationLoss') =>
    curves.flatMap((rows) => Array.from(rows.epoch, (x, row) => ({ x, y: rows[key][row] ?? NaN })));
  const series = [
    { name: 'train', points: points('trainLoss') },
    { name: 'validation', points: points('validationLoss') },
  ];
  const title = 'Loss by epoch';
  const svg = lineChart({ title, xLabel: 'epoch', yLabel: 'loss', series });
  return { caption: `loss over ${series[0]?.points.length} epochs`, png: await svgToPng(svg, WIDTH) };
}
