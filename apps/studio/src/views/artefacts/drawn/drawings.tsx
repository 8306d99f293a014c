import type { FunctionComponent } from 'preact';

import { DrawImages, DrawPatches, DrawPredictions, DrawThumbnails } from './draw-images.tsx';
import type { DrawingProps } from './drawing.ts';

/** How the rows of a table are drawn, where people would rather look than read. */
const DRAWINGS: ReadonlyMap<string, FunctionComponent<DrawingProps>> = new Map([
  ['images', DrawImages],
  ['predictions', DrawPredictions],
  ['patches', DrawPatches],
  ['thumbnails', DrawThumbnails],
]);

export function isDrawn(table: string): boolean {
  return DRAWINGS.has(table);
}

export function DrawnTable(props: DrawingProps) {
  const Drawing = DRAWINGS.get(props.table.name);
  return Drawing ? <Drawing {...props} /> : null;
}
