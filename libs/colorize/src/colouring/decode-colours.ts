import {
  annealedMean,
  binCount,
  cohere,
  type ColourCells,
  describeSurfaces,
  poolPlane,
  type Size,
  spreadHints,
} from '@tintype/colour';
import type { Cells } from '@tintype/network';

import type { Hint } from '../hints/hint.ts';
import type { Prediction } from './predict-colours.ts';
import { cellAt } from './read-likelihoods.ts';
import type { CompleteSettings } from './settings.ts';

/** Pixels in a side of a cell where the network predicts every pixel: as fine as colours need to be. */
const POOLED = 4;

/** The ab of cells of `stride` × `stride` pixels of what the network saw. */
export interface PictureCells extends ColourCells {
  readonly stride: number;
}

export interface DecodeSettings extends Pick<CompleteSettings, 'temperature' | 'coherence'> {
  /** What painting will multiply the chroma of the cells by, so that hints come out as they were given. Default: 1. */
  readonly saturation?: number;
  /** Colours that a person gave, which spread over what belongs together. Default: none. */
  readonly hints?: readonly Hint[];
}

/**
 * The colours that a prediction stands for. Throws unless temperature and coherence are in 0..1, and where a hint lies
 * outside the picture.
 */
export function decodeColours(
  prediction: Prediction,
  { temperature, coherence, saturation = 1, hints = [] }: DecodeSettings,
): PictureCells {
  const { logits, gamut, across, down, stride } = prediction;
  const ab = annealedMean(logits, gamut, temperature);
  const cells = agreeOnColours({ ab, across, down, stride }, prediction, coherence);
  if (hints.length === 0 || saturation === 0) return cells; // a picture without chroma is grey, whatever was given
  const beforePainting = hints.map(({ a, b, ...place }) => ({
    ...place,
    a: a / saturation,
    b: b / saturation,
  }));
  return followHints(cells, prediction, beforePainting);
}

/** What a network says of the colours of cells, moved towards that of their surfaces, as coarse as it is painted. */
export function agreeOnColours(
  { ab: values, across, down, stride }: Cells,
  { lightness, seen }: Pick<Prediction, 'lightness' | 'seen'>,
  coherence: number,
): PictureCells {
  const guide = stride === 1 ? lightness : poolPlane(lightness, 1, seen, stride);
  const ab = cohere({ values, across, down, channels: 2 }, guide, coherence);
  return stride === 1 ? poolPixels(ab, lightness, seen) : { ab, lightness: guide, across, down, stride };
}

/** Cells of what the network says of single pixels. */
function poolPixels(ab: Float32Array, lightness: Float32Array, seen: Size): PictureCells {
  return {
    ab: poolPlane(ab, 2, seen, POOLED),
    lightness: poolPlane(lightness, 1, seen, POOLED),
    across: Math.ceil(seen.width / POOLED),
    down: Math.ceil(seen.height / POOLED),
    stride: POOLED,
  };
}

function followHints(cells: PictureCells, prediction: Prediction, hints: readonly Hint[]): PictureCells {
  const { across, stride } = cells;
  const { logits, gamut, seen } = prediction;
  const isPooled = stride !== prediction.stride;
  const pooled = isPooled ? poolPlane(logits, binCount(gamut), seen, stride) : logits;
  const surfaces = describeSurfaces(cells, pooled, gamut);
  const grid = { across, stride, seen };
  const placed = hints.map(({ a, b, ...place }) => ({ cell: cellAt(grid, place), a, b }));
  return { ...spreadHints(cells, surfaces, placed), stride };
}
