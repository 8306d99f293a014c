import type { Compute, ShardOutput } from '@tintype/executor';
import { encodePng, type Picture, svgToPng, tile } from '@tintype/images';

import { renderReport } from '../report/render-report.ts';
import { reportCharts } from '../report/report-charts.ts';
import type { ReportData } from '../report/report-data.ts';
import { EVENT_FILE } from '../train/event-files.ts';
import { assembleReport } from './assemble-report.ts';
import { drawEpochSheet, encodeEpochEvents } from './pictures/draw-epochs.ts';
import { drawClassSheets, drawPatches, readGallery } from './pictures/draw-sheets.ts';
import { fileNameOf } from './pictures/file-name-of.ts';
import { openReportInputs, type ReportInputs } from './report-inputs.ts';
import type { ReportPictures, ReportSettings } from './report-settings.ts';

/** Draws the pictures, and writes the report and a PNG of each beside it. */
export const report: Compute<ReportSettings> = async ({ settings, inputs, progress }) => {
  const read = openReportInputs(inputs);
  const photos = await read.photos();
  const pictures: ReportPictures = {
    gallery: await readGallery(read, photos, settings.gallery),
    sheets: await drawClassSheets(read, photos),
    patches: drawPatches(await read.patches()),
    epochs: drawEpochSheet(await read.epochPatches()),
  };
  progress({ done: 1, total: 3, figures: {} });
  const data = await assembleReport(read, settings, photos, pictures);
  progress({ done: 2, total: 3, figures: {} });
  return [
    output('report.html', Buffer.from(renderReport(data))),
    ...(await drawFiles(settings.temperature, pictures)),
    ...(await drawChartFiles(data)),
    ...(await drawEpochFiles(read, pictures)),
  ];
};

async function drawFiles(
  temperature: number,
  { gallery, sheets, patches }: ReportPictures,
): Promise<readonly ShardOutput[]> {
  const triples = gallery.flatMap(({ grey, truth, predictions }) => {
    const chosen = predictions.find((prediction) => prediction.temperature === temperature);
    return chosen === undefined ? [] : [grey, chosen.picture, truth];
  });
  const sweep = gallery.flatMap(({ grey, truth, predictions }) => [
    grey,
    ...predictions.map(({ picture }) => picture),
    truth,
  ]);
  const perRow = 2 + (gallery[0]?.predictions.length ?? 0);
  return Promise.all([
    pngOf('results.png', tile(triples, 6)),
    pngOf('temperatures.png', tile(sweep, perRow)),
    pngOf('patches.png', patches),
    ...[...sheets].map(([name, { sheet }]) => pngOf(`photos/${fileNameOf(name)}.png`, sheet)),
  ]);
}

async function drawEpochFiles(
  read: ReportInputs,
  { epochs }: ReportPictures,
): Promise<readonly ShardOutput[]> {
  if (epochs === null) return [];
  const events = await encodeEpochEvents(await read.epochPatches(), await read.curves());
  return [await pngOf('training.png', epochs.sheet), output(`tensorboard/pictures/${EVENT_FILE}`, events)];
}

const CHART_WIDTH = 1200;

async function drawChartFiles(data: ReportData): Promise<readonly ShardOutput[]> {
  return Promise.all(
    Object.entries(reportCharts(data)).map(async ([name, svg]) =>
      output(`${name}.png`, await svgToPng(svg, CHART_WIDTH)),
    ),
  );
}

async function pngOf(name: string, { rgb, width, height }: Picture): Promise<ShardOutput> {
  return output(name, await encodePng(rgb, width, height));
}

function output(name: string, bytes: Uint8Array): ShardOutput {
  return { name, bytes, rows: 0 };
}
