import type { Picture } from '@tintype/images/lab-picture';
import { imagesTable, type predictionsTable, type RangedTable, type Table } from '@tintype/records';

/** The picture in sRGB of a row of a file. */
export async function readRgb(
  file: RangedTable,
  table: Table<Pick<(typeof predictionsTable)['columns'], 'rgb'>>,
  row: number,
): Promise<Picture> {
  const { rgb } = await file.readRows(table, ['rgb'], { start: row, end: row + 1 });
  const [height = 0, width = 0] = rgb.shape;
  return { width, height, rgb: rgb.data };
}

/** The image in Lab of a row of a file. */
export async function readLab(file: RangedTable, row: number) {
  const { lab } = await file.readRows(imagesTable, ['lab'], { start: row, end: row + 1 });
  const [height = 0, width = 0] = lab.shape;
  return { width, height, lab: lab.data };
}

/** A temperature as it was meant: tables store it as float32. */
export function exactTemperature(stored: number): number {
  return Number(stored.toPrecision(6));
}
