import { labToSrgb, type Method, takeAb, takeLightness } from '@tintype/colour';

import { measureAttempt, type MetricsRow, type Truth } from './measure-attempt.ts';
import type { Colourer } from './open-colourer.ts';

/** A photo as a model colours it, [size, size, 3]; the temperature is NaN but for the network. */
export interface Coloured {
  readonly temperature: number;
  readonly rgb: Uint8ClampedArray;
}

/** Whose pictures are kept. */
const SHOWN: readonly Method[] = ['network', 'bundled model'];

/** Colours a photo in all ways and measures each; `lab` is [size, size, 3]. */
export async function measurePhoto(
  photo: string,
  { lab, size }: { readonly lab: Float32Array; readonly size: number },
  colourer: Colourer,
): Promise<{ readonly rows: readonly MetricsRow[]; readonly coloured: readonly Coloured[] }> {
  const truth: Truth = { lightness: takeLightness(lab), ab: takeAb(lab), rgb: labToSrgb(lab), size };
  const { weightOf } = colourer;
  const rows: MetricsRow[] = [];
  const coloured: Coloured[] = [];
  for (const attempt of await colourer.attempts(truth)) {
    const { rgb, row } = measureAttempt(photo, attempt, { truth, weightOf });
    rows.push(row);
    if (SHOWN.includes(attempt.method)) coloured.push({ temperature: attempt.temperature, rgb });
  }
  return { rows, coloured };
}
