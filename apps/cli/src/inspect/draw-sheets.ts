import { labPicture, patchPicture, type Picture, scalePicture, tile } from '@tintype/images';
import {
  imagesTable,
  type NumberArray,
  type PatchesRows,
  patchesTable,
  predictionsTable,
} from '@tintype/records';
import { readTable } from '@tintype/records/node';
import { showNumber } from '@tintype/terminal';

import { type Drawing, drawingOf } from './drawing.ts';
import type { TableFile } from './table-report.ts';

const MOST_IMAGES = 24;
const IMAGE_COLUMNS = 6;
const MOST_PATCHES = 72;
const PATCH_COLUMNS = 6;
const PATCH_ZOOM = 2;
const MOST_PREDICTED_PHOTOS = 8;

/** Images in sRGB. */
export async function drawImages(files: readonly TableFile[]): Promise<Drawing> {
  const pictures = sampled(files, MOST_IMAGES).flatMap(({ file, rows }) => {
    const { lab } = readTable(imagesTable, file.path);
    const { width, height } = sizeOf(lab.shape);
    return rows.map((row) => labPicture(rowOf(lab.data, lab.shape, row), width, height));
  });
  return drawingOf(captionOf(pictures.length, files, 'images'), tile(pictures, IMAGE_COLUMNS));
}

/** Windows of L, each with the same window and its target in colour at its right. */
export async function drawPatches(files: readonly TableFile[]): Promise<Drawing> {
  const pairs = sampled(files, MOST_PATCHES).flatMap(({ file, rows }) => {
    const patches = readTable(patchesTable, file.path);
    return rows.map((row) => scalePicture(patchPair(patches, row), PATCH_ZOOM));
  });
  const caption = `${captionOf(pairs.length, files, 'patches')}: L beside its target`;
  return drawingOf(caption, tile(pairs, PATCH_COLUMNS, { gap: 4 }));
}

/** Predictions, one line of pictures a photo, one column a temperature. */
export async function drawPredictions(files: readonly TableFile[]): Promise<Drawing> {
  const all = files.map(({ path }) => readTable(predictionsTable, path));
  const photos = [...new Set(all.flatMap(({ photo }) => photo))].slice(0, MOST_PREDICTED_PHOTOS);
  const temperatures = [...new Set(all.flatMap(({ temperature }) => Array.from(temperature)))];
  const rows = all.flatMap(({ photo, rgb }) =>
    photo.map((of, row) => ({ of, picture: { ...sizeOf(rgb.shape), rgb: rowOf(rgb.data, rgb.shape, row) } })),
  );
  const pictures = photos.flatMap((photo) =>
    rows.filter(({ of }) => of === photo).map(({ picture }) => picture),
  );
  const columns = `temperatures ${temperatures.map(showNumber).join(', ')}`;
  const caption = `${captionOf(pictures.length, files, 'predictions')}, ${columns}`;
  return drawingOf(caption, tile(pictures, temperatures.length));
}

function captionOf(shown: number, files: readonly TableFile[], what: string): string {
  return `${shown} of ${files.reduce((total, { rows }) => total + rows, 0)} ${what}`;
}

/** Rows spread evenly over all shards, because neighbours are alike. */
function sampled(files: readonly TableFile[], most: number): { file: TableFile; rows: number[] }[] {
  const total = files.reduce((sum, { rows }) => sum + rows, 0);
  const count = Math.min(most, total);
  const wanted = Array.from({ length: count }, (_, i) => Math.floor((i * total) / count));
  let first = 0;
  return files.flatMap((file) => {
    const rows = wanted.map((row) => row - first).filter((row) => row >= 0 && row < file.rows);
    first += file.rows;
    return rows.length > 0 ? [{ file, rows }] : [];
  });
}

function rowOf<A extends NumberArray>(data: A, shape: readonly number[], row: number): A {
  const size = shape.reduce((product, n) => product * n, 1);
  // A view of the same type, which the compiler does not know of `subarray`.
  return data.subarray(row * size, (row + 1) * size) as A;
}

function sizeOf([height = 0, width = 0]: readonly number[]): { width: number; height: number } {
  return { width, height };
}

/** The window of L, and beside it the same with its target in colour. */
function patchPair({ lightness, ab }: PatchesRows, row: number): Picture {
  const L = rowOf(lightness.data, lightness.shape, row);
  const [uncoloured, coloured] = [new Float32Array(), rowOf(ab.data, ab.shape, row)];
  return tile(
    [uncoloured, coloured].map((plane) => patchPicture({ lightness: L, ab: plane })),
    2,
    { gap: 1 },
  );
}
