import type { Measures } from '@tintype/colour';
import { encodeJpeg, type Picture } from '@tintype/images';
import type { MetricsRows, PhotosRows } from '@tintype/records';

import { totalUsage } from '../prior/colour-usage.ts';
import { dataUri } from '../report/picture-markup.ts';
import type {
  Credit,
  CurveRow,
  GalleryRow,
  GamutBin,
  PhotoClass,
  PhotoRow,
  Picture as ReportPicture,
  ReportData,
} from '../report/report-data.ts';
import { originalsOf } from './originals-of.ts';
import type { GalleryPhoto } from './pictures/draw-sheets.ts';
import type { ReportInputs } from './report-inputs.ts';
import type { ReportPictures, ReportSettings } from './report-settings.ts';
import { scoreWithIntervals } from './scores/bootstrap-scores.ts';
import { bestBaselines, scorePhotos } from './scores/score-methods.ts';

/** Joins figures from the shards with the pictures to what the report renders. */
export async function assembleReport(
  read: ReportInputs,
  settings: ReportSettings,
  photos: PhotosRows,
  { gallery, sheets, patches, epochs }: ReportPictures,
): Promise<ReportData> {
  const { recipe, temperature, coherence, saturation, facts, gamut, reproduction, credits } = settings;
  const metrics = await read.metrics();
  const originalOf = originalsOf(photos, settings.sameOriginal);
  const methods = scoreWithIntervals(metrics, { temperature, originalOf });
  const measures = new Map(scorePhotos(metrics, temperature).map((score) => [score.photo, score]));
  const rows = rowsById(photos);
  const describe = (photo: string) => describePhoto(photos, rows.get(photo) ?? 0, credits);
  return {
    recipe,
    facts,
    reproduction,
    results: {
      ...{ temperature, coherence, saturation },
      heldOutPhotos: measures.size,
      heldOutOriginals: new Set([...measures.keys()].map(originalOf)).size,
      methods,
      photos: photoRows(metrics, measures, (photo) => describe(photo).title),
      gallery: await Promise.all(
        gallery.map((shown) => galleryRow(shown, describe(shown.photo), measures.get(shown.photo))),
      ),
    },
    curves: {
      ...(await readCurves(read)),
      planned: settings.epochs,
      kept: settings.keptEpoch,
      sheet: epochs && (await epochSheet(epochs)),
    },
    photos: {
      classes: await Promise.all([...sheets].map(([name, { sheet }]) => photoClass(name, sheet, photos))),
      quarantined: [...settings.unreadable, ...quarantinedPhotos(photos)],
      unused: settings.unused,
      noted: settings.noted,
      credits: [...sheets.values()].flatMap(({ shown }) =>
        shown.flatMap((photo) => describe(photo).credit ?? []),
      ),
    },
    usage: usageSection(await read.usage()),
    gamut: { ...gamut, bins: await readBins(read) },
    patches: { sheet: await inline(patches, 'Windows of lightness with their target colours in the middle') },
  };
}

function describePhoto(
  { path, class: classes }: PhotosRows,
  row: number,
  credits: ReportSettings['credits'],
) {
  const [title = '', className = ''] = [path[row], classes[row]];
  return { title, className, credit: credits[title] ?? null };
}

function usageSection(usage: Awaited<ReturnType<ReportInputs['usage']>>) {
  const byClass = [...usage].map(([name, counts]) => ({ name, counts }));
  return { counts: totalUsage(usage), byClass };
}

async function epochSheet({ epochs, sheet }: NonNullable<ReportPictures['epochs']>) {
  const title = 'The same validation patches without colours, after epochs of training, and as they were';
  return { epochs, picture: await inline(sheet, title) };
}

function quarantinedPhotos({ path, status, reason }: PhotosRows) {
  return path.flatMap((name, i) =>
    status[i] === 'quarantined' ? [{ path: name, reason: reason[i] ?? '' }] : [],
  );
}

function photoRows(
  metrics: readonly MetricsRows[],
  measures: ReadonlyMap<string, Measures>,
  titleOf: (photo: string) => string,
): readonly PhotoRow[] {
  const best = bestBaselines(metrics);
  return [...measures]
    .map(([photo, of]) => ({ title: titleOf(photo), measures: of, bestBaseline: best.get(photo) ?? null }))
    .sort((one, other) => (one.title < other.title ? -1 : 1));
}

/** A photo listed twice keeps its first row, which is the one that was not quarantined. */
function rowsById({ photo }: PhotosRows): ReadonlyMap<string, number> {
  return new Map(photo.map((id, row) => [id, row] as const).reverse());
}

async function galleryRow(
  { grey, truth, predictions, bundled }: GalleryPhoto,
  described: { readonly title: string; readonly className: string; readonly credit: Credit | null },
  measures: Measures | undefined,
): Promise<GalleryRow> {
  if (measures === undefined) throw new Error(`Internal error: expected measures of ${described.title}`);
  const { title } = described;
  return {
    ...described,
    metrics: measures,
    grey: await inline(grey, `${title} without its colours`),
    truth: await inline(truth, `${title} as it was`),
    bundled: bundled && (await inline(bundled, `${title} as the bundled model colours it`)),
    predictions: await Promise.all(
      predictions.map(async ({ temperature, picture }) => ({
        temperature,
        picture: await inline(picture, `${title} as the network colours it at T = ${temperature}`),
      })),
    ),
  };
}

async function inline(picture: Picture, alt: string): Promise<ReportPicture> {
  const { width, height } = picture;
  return {
    src: dataUri(await encodeJpeg(picture), 'jpeg'),
    alt,
    width,
    height,
  };
}

async function photoClass(name: string, sheet: Picture, photos: PhotosRows): Promise<PhotoClass> {
  const count = (split: string) =>
    photos.split.filter((each, i) => each === split && photos.class[i] === name).length;
  return {
    name,
    train: count('train'),
    validation: count('validation'),
    test: count('test'),
    sheet: await inline(sheet, `Photos of the class ${name}`),
  };
}

async function readCurves(read: ReportInputs): Promise<Pick<ReportData['curves'], 'rows' | 'labelEntropy'>> {
  const table = await read.curves();
  const measured = (value: number) => (Number.isNaN(value) ? null : value);
  const rows = [...table.epoch].map((epoch, i): CurveRow => ({
    epoch,
    step: table.step[i],
    patches: table.patches[i],
    learningRate: table.learningRate[i],
    trainLoss: measured(table.trainLoss[i]),
    trainKl: measured(table.trainKl[i]),
    validationLoss: measured(table.validationLoss[i]),
    validationKl: measured(table.validationKl[i]),
    validationAuc: measured(table.validationAuc[i]),
  }));
  const last = rows.at(-1);
  return { rows, labelEntropy: last === undefined ? 0 : (last.trainLoss ?? 0) - (last.trainKl ?? 0) };
}

async function readBins(read: ReportInputs): Promise<readonly GamutBin[]> {
  const { a, b, probability, weight } = await read.prior();
  return [...a].map((value, i) => ({ a: value, b: b[i], prior: probability[i], weight: weight[i] }));
}
