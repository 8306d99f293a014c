import type { FunctionComponent } from 'preact';

import { DrawCurves } from './draw-curves.tsx';
import { DrawDigits, DrawPredictedLabels } from './draw-digits.tsx';
import { DrawEpochPatches } from './draw-epoch-patches.tsx';
import { DrawImages, DrawPatches, DrawPredictions, DrawThumbnails } from './draw-images.tsx';
import { DrawLightness, DrawLightnessUsage, DrawRows } from './draw-lightness.tsx';
import { DrawMetrics } from './draw-metrics.tsx';
import { DrawPhotos } from './draw-photos.tsx';
import { DrawPrior } from './draw-prior.tsx';
import {
  DrawActivations,
  DrawCells,
  DrawClassifierCurves,
  DrawEpochTimes,
  DrawPreActivations,
  DrawUnits,
} from './draw-review.tsx';
import { DrawUsage } from './draw-usage.tsx';
import type { DrawingProps } from './drawing.ts';

/** How the rows of a table are drawn, where people would rather look than read. */
const DRAWINGS: ReadonlyMap<string, FunctionComponent<DrawingProps>> = new Map([
  ['photos', DrawPhotos],
  ['images', DrawImages],
  ['usage', DrawUsage],
  ['lightness', DrawLightness],
  ['rows', DrawRows],
  ['lightness-usage', DrawLightnessUsage],
  ['prior', DrawPrior],
  ['patches', DrawPatches],
  ['curves', DrawCurves],
  ['epoch-patches', DrawEpochPatches],
  ['predictions', DrawPredictions],
  ['thumbnails', DrawThumbnails],
  ['metrics', DrawMetrics],
  ['digits', DrawDigits],
  ['classifier-curves', DrawClassifierCurves],
  ['epoch-times', DrawEpochTimes],
  ['predicted-labels', DrawPredictedLabels],
  ['units', DrawUnits],
  ['pre-activations', DrawPreActivations],
  ['cells', DrawCells],
  ['activations', DrawActivations],
]);

export function isDrawn(table: string): boolean {
  return DRAWINGS.has(table);
}

export function DrawnTable(props: DrawingProps) {
  const Drawing = DRAWINGS.get(props.table.name);
  return Drawing ? <Drawing {...props} /> : null;
}
