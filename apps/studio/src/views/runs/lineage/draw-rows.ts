import { labPicture, patchPicture, type Picture } from '@tintype/images/lab-picture';
import { drawWindows, patchesSchemas } from '@tintype/pipeline/runs';
import {
  imagesTable,
  patchesTable,
  predictionsTable,
  type RangedTable,
  type Rows,
  thumbnailsTable,
} from '@tintype/records';
import { openArtefact } from '@tintype/stage/artefact';

import { exactTemperature, readLab, readRgb } from '../../../data/read-pictures.ts';
import type { LineageImage, LineagePatch, LineagePrediction } from './lineage.ts';
import type { Photo, RunPhotos } from './read-photos.ts';

/** The rows of a photo in a file; all of them lie together. */
function findRows(ids: readonly string[], { id, path }: Photo): Rows {
  const start = ids.indexOf(id);
  if (start >= 0) return { start, end: ids.lastIndexOf(id) + 1 };
  throw new Error(`${path}: expected rows of it in its shard, found none; run "npx tintype verify --repair"`);
}

export async function drawImage(file: RangedTable, photo: Photo): Promise<LineageImage> {
  const { photo: ids } = await file.readRows(imagesTable, ['photo'], { start: 0, end: file.rows });
  const rows = findRows(ids, photo);
  const [{ lab, width, height }, { nearGrey }] = await Promise.all([
    readLab(file, rows.start),
    file.readRows(imagesTable, ['nearGrey'], rows),
  ]);
  return { picture: labPicture(lab, width, height), nearGrey: nearGrey[0] ?? false };
}

export async function drawThumbnail(file: RangedTable, photo: Photo): Promise<Picture> {
  const { photo: ids } = await file.readRows(thumbnailsTable, ['photo'], { start: 0, end: file.rows });
  return readRgb(file, thumbnailsTable, findRows(ids, photo).start);
}

export async function drawPatches(
  file: RangedTable,
  photo: Photo,
  { artefacts }: RunPhotos,
): Promise<readonly LineagePatch[]> {
  const { photo: ids } = await file.readRows(patchesTable, ['photo'], { start: 0, end: file.rows });
  const rows = findRows(ids, photo);
  const { index, x, y, lightness, ab } = await file.readRows(
    patchesTable,
    ['index', 'x', 'y', 'lightness', 'ab'],
    rows,
  );
  const [pixels, values] = [lightness, ab].map(({ shape }) =>
    shape.reduce((product, side) => product * side, 1),
  );
  const sides = sidesOf(artefacts, photo);
  return Array.from(index, (which, i) => ({
    picture: patchPicture({
      lightness: lightness.data.subarray(i * (pixels ?? 0), (i + 1) * (pixels ?? 0)),
      ab: ab.data.subarray(i * (values ?? 0), (i + 1) * (values ?? 0)),
    }),
    ...{ x: x[i] ?? 0, y: y[i] ?? 0, side: sides?.[which] ?? lightness.shape[0] ?? 0 },
  }));
}

/** Sides of the windows in the image where it was shrunk for each of them, by index; else null. */
function sidesOf(artefacts: RunPhotos['artefacts'], { id }: Photo): readonly number[] | null {
  const manifest = artefacts.get('patches');
  if (manifest === undefined) return null;
  const { settings } = openArtefact(patchesSchemas, manifest);
  if (settings.minScale === 1) return null;
  const size = 0; // it places windows, and changes no side
  return drawWindows({ id, image: 0, size }, settings).map(({ side }) => side);
}

export async function drawPredictions(
  file: RangedTable,
  photo: Photo,
): Promise<readonly LineagePrediction[]> {
  const { photo: ids, temperature } = await file.readRows(predictionsTable, ['photo', 'temperature'], {
    start: 0,
    end: file.rows,
  });
  const rows = ids.flatMap((id, row) => (id === photo.id ? [row] : []));
  const read = rows.map(async (row) => ({
    temperature: exactTemperature(temperature[row] ?? NaN),
    picture: await readRgb(file, predictionsTable, row),
  }));
  const predictions = await Promise.all(read);
  return predictions.sort((one, other) => one.temperature - other.temperature);
}
