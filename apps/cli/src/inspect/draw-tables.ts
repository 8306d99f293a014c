import { writeFile } from 'node:fs/promises';

import { UserError } from '@tintype/stage';

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

/** Draws the records of an artefact into a PNG file. @returns what the drawing shows */
export async function drawTables(tables: DrawnTables, path: string): Promise<string> {
  for (const [table, draw] of DRAWERS) {
    const files = tables.get(table)?.filter(({ rows }) => rows > 0) ?? [];
    if (files.length === 0) continue;
    const { caption, png } = await draw(files);
    await writeFile(path, png);
    return caption;
  }
  const present = [...tables.keys()].join(', ') || 'no tables';
  throw new UserError(
    `inspect: --png: expected rows of one of ${[...DRAWERS.keys()].join(', ')}, found ${present}: leave --png out`,
    2,
  );
}
