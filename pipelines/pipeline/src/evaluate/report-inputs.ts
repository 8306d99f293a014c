import type { Input } from '@tintype/executor';
import type { Picture } from '@tintype/images';
import {
  curvesTable,
  epochPatchesTable,
  imagesTable,
  type MetricsRows,
  metricsTable,
  patchesTable,
  photosTable,
  predictionsTable,
  priorTable,
  type Table,
  thumbnailsTable,
} from '@tintype/records';

import { decodeUsage } from '../prior/colour-usage.ts';
import { imagesIn, predictionsIn } from '../runs/table-rows.ts';

/** Reads the report's inputs one shard at a time, so that memory does not grow with the number of photos. */
export function openReportInputs(inputs: readonly Input[]) {
  const under = (prefix: string) => inputs.filter(({ name }) => name.startsWith(prefix));
  const bytesOf = async (name: string) => {
    const [found] = under(name);
    if (found === undefined) throw new Error(`Internal error: expected an input ${name}`);
    return found.read();
  };
  const only = async <T extends Table>(table: T, name: string) =>
    table.decode(await bytesOf(name), name) as ReturnType<T['decode']>;
  return {
    photos: () => only(photosTable, 'photos'),
    prior: () => only(priorTable, 'prior'),
    curves: () => only(curvesTable, 'curves'),
    epochPatches: () => only(epochPatchesTable, 'epoch-patches'),
    /** Of the first shard that has any; the sheet shows a few. */
    patches: () => only(patchesTable, 'patches/'),
    usage: async () => decodeUsage(await bytesOf('usage'), 'usage'),
    metrics: (): Promise<readonly MetricsRows[]> =>
      Promise.all(
        under('metrics/').map(async (input) => metricsTable.decode(await input.read(), input.name)),
      ),
    thumbnails: (wanted: ReadonlySet<string>) => picturesOf(under('thumbnails/'), thumbnailsTable, wanted),
    predictions: (wanted: ReadonlySet<string>) => readPredictions(under('predictions/'), wanted),
    /** What the bundled model makes of photos; none where it was not asked. */
    bundled: (wanted: ReadonlySet<string>) => readPredictions(under('bundled/'), wanted),
    images: (wanted: ReadonlySet<string>) => readImages(under('images/'), wanted),
  };
}

export type ReportInputs = ReturnType<typeof openReportInputs>;

async function picturesOf(
  inputs: readonly Input[],
  table: typeof thumbnailsTable,
  wanted: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Picture>> {
  const pictures = new Map<string, Picture>();
  for (const input of inputs) {
    const { photo, rgb } = table.decode(await input.read(), input.name);
    for (const [row, id] of photo.entries())
      if (wanted.has(id)) pictures.set(id, pictureAt(rgb.data, rgb.shape, row));
  }
  return pictures;
}

function pictureAt(data: Uint8Array, shape: readonly number[], row: number): Picture {
  const [height = 0, width = 0] = shape;
  const bytes = height * width * 3;
  return { width, height, rgb: data.slice(row * bytes, (row + 1) * bytes) }; // a copy: the shard may go
}

export interface PredictedPicture {
  readonly temperature: number;
  readonly picture: Picture;
}

async function readPredictions(
  inputs: readonly Input[],
  wanted: ReadonlySet<string>,
): Promise<ReadonlyMap<string, readonly PredictedPicture[]>> {
  const predictions = new Map<string, PredictedPicture[]>();
  for (const input of inputs) {
    for (const { photo, temperature, ...view } of predictionsIn(
      predictionsTable.decode(await input.read(), input.name),
    )) {
      if (!wanted.has(photo)) continue;
      const picture = { ...view, rgb: view.rgb.slice() }; // a copy: the shard may go
      predictions.set(photo, [...(predictions.get(photo) ?? []), { temperature, picture }]);
    }
  }
  return predictions;
}

async function readImages(
  inputs: readonly Input[],
  wanted: ReadonlySet<string>,
): Promise<ReadonlyMap<string, { readonly lab: Float32Array; readonly size: number }>> {
  const images = new Map<string, { lab: Float32Array; size: number }>();
  for (const input of inputs) {
    for (const { photo, size, lab } of imagesIn(imagesTable.decode(await input.read(), input.name)))
      if (wanted.has(photo)) images.set(photo, { size, lab: lab.slice() });
  }
  return images;
}
