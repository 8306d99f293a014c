import { type Method, showLab, takeAb, takeLightness } from '@tintype/colour';
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
  { photo, lab, size, said }: PredictedPhoto,
  colourer: Colourer,
): { readonly rows: readonly MetricsRow[]; readonly coloured: readonly Coloured[] } {
  const original = { lightness: takeLightness(lab), ab: takeAb(lab), size };
  const { attempts, weights } = colourer.colour(original, said);
  const truth = describeTruth(original, showLab(lab), weights);
  const rows: MetricsRow[] = [];
  const coloured: Coloured[] = [];
  const picture = new Uint8ClampedArray(lab.length);
  for (const attempt of attempts) {
    rows.push(measureAttempt(photo, attempt, truth, picture));
    if (SHOWN.includes(attempt.method))
      coloured.push({ temperature: attempt.temperature, rgb: picture.slice() });
  }
  return { rows, coloured };
}
