import type { Method } from '@tintype/colour';
import type { LogitCells } from '@tintype/network';

import { describeTruth, measureAttempt, type MetricsRow } from './measure-attempt.ts';
import type { Colourer } from './open-colourer.ts';

/** A photo as a model colours it, [size, size, 3]; the temperature is NaN but for the network. */
export interface Coloured {
  readonly temperature: number;
  readonly rgb: Uint8ClampedArray;
}

/** A photo, and what a network says of it. */
export interface PredictedPhoto {
  readonly photo: string;
  readonly lab: Float32Array; // [size, size, 3]
  readonly size: number;
  /** As `predictWhole` gives it. */
  readonly said: LogitCells;
}

/** Whose pictures are kept. */
const SHOWN: readonly Method[] = ['network', 'bundled model'];

/** Colours a photo in all ways and measures each. */
export function measurePhoto(
  { photo, said, ...image }: PredictedPhoto,
  colourer: Colourer,
): { readonly rows: readonly MetricsRow[]; readonly coloured: readonly Coloured[] } {
  const truth = describeTruth(image, colourer.weightOf);
  const rows: MetricsRow[] = [];
  const coloured: Coloured[] = [];
  for (const attempt of colourer.attempts(truth, said)) {
    const { rgb, row } = measureAttempt(photo, attempt, truth);
    rows.push(row);
    if (SHOWN.includes(attempt.method)) coloured.push({ temperature: attempt.temperature, rgb });
  }
  return { rows, coloured };
}
