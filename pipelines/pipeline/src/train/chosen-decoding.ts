import type { Decoding } from '@tintype/network';
import type { DecodingsRows } from '@tintype/records';

/** The row of the table that the model decodes by. */
export function readChosen({ chosen, temperature, coherence, saturation }: DecodingsRows): Decoding {
  const row = chosen.indexOf(true);
  const [T, c, s] = [temperature[row], coherence[row], saturation[row]];
  if (T === undefined || c === undefined || s === undefined)
    throw new Error(
      'decodings: expected one row that is chosen, found none; run "npx tintype verify --repair"',
    );
  return { temperature: T, coherence: c, saturation: s };
}

/** "decodes at T 0.7, coherence 1, saturation 1.1" */
export function describeDecoding({ temperature, coherence, saturation }: Decoding): string {
  return `decodes at T ${temperature}, coherence ${coherence}, saturation ${saturation}`;
}
