import { annealedMean, cohere, type ColourCells, poolPlane } from '@tintype/colour';
import type { Cells } from '@tintype/network';

import { poolCells } from './pool-cells.ts';
import type { Prediction } from './predict-colours.ts';
import type { CompleteSettings } from './settings.ts';

/** The ab of cells of `stride` × `stride` pixels of what the network saw. */
export interface PictureCells extends ColourCells {
  readonly stride: number;
}

/** The colours that a prediction stands for. Throws unless temperature and coherence are in 0..1. */
export function decodeColours(
  prediction: Prediction,
  settings: Pick<CompleteSettings, 'temperature' | 'coherence'>,
): PictureCells {
  const { logits, gamut, across, down, stride } = prediction;
  const ab = annealedMean(logits, gamut, settings.temperature);
  return agreeOnColours({ ab, across, down, stride }, prediction, settings.coherence);
}

/** What a network says of the colours of cells, moved towards that of their surfaces, as coarse as it is painted. */
export function agreeOnColours(
  cells: Cells,
  { lightness, seen }: Pick<Prediction, 'lightness' | 'seen'>,
  coherence: number,
): PictureCells {
  const { ab: values, across, down, stride } = cells;
  const guide = stride === 1 ? lightness : poolPlane(lightness, 1, seen, stride);
  const ab = cohere({ values, across, down, channels: 2 }, guide, coherence);
  return poolCells({ ...cells, ab }, lightness, seen);
}
