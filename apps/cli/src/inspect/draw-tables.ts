import { writeFile } from 'node:fs/promises';

import { UserError } from '@tintype/stage';
import { writeError } from '@tintype/store';

import { drawCurves, drawPhotos, drawPrior } from './draw-charts.ts';
import { drawImages, drawPatches, drawPredictions } from './draw-sheets.ts';
import type { Drawing } from './drawing.ts';
import type { TableFile } from './table-report.ts';

/** The files of an artefact by table. */
export type DrawnTables = ReadonlyMap<string, readonly TableFile[]>;

/** How the records of a table are drawn; an artefact of several tables is drawn by the first one here. */
const DRAWERS: ReadonlyMap<string, (files: readonly TableFile[]) => Promise<Drawing>> = new Map([
  ['predictions', drawPredictions],
  ['images', drawImages],
  ['patches', drawPatches],
  ['curves', drawCurves],
  ['prior', drawPrior],
  ['photos', drawPhotos],
]);

/** What to do about a place where no picture can lie. */
const REMEDIES = Object.fromEntries(
  ['ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES', 'EPERM', 'EROFS'].map((code) => [
    code,
    'choose a file in a folder that is there and can be written into',
  ]),
);

/** Draws the records of an artefact into a PNG file. @returns what the drawing shows */
export async function drawTables(tables: DrawnTables, path: string): Promise<string> {
  for (const [table, draw] of DRAWERS) {
    const files = tables.get(table)?.filter(({ rows }) => rows > 0) ?? [];
    if (files.length === 0) continue;
    const { caption, png } = await draw(files);
    await writePicture(path, png);
    return caption;
  }
  const present = [...tables.keys()].join(', ') || 'no tables';
  throw new UserError(
    `inspect: --png: expected rows of one of ${[...DRAWERS.keys()].join(', ')}, found ${present}: leave --png out`,
    2,
  );
}

/** Written in place, as the name that a person gave may be that of a pipe. */
async function writePicture(path: string, png: Uint8Array): Promise<void> {
  try {
    await writeFile(path, png);
  } catch (cause) {
    throw writeError(path, cause, REMEDIES);
  }
}
