import { linearFromSrgb, tabulatedCurve, WHITE_X, WHITE_Z } from './lab.ts';
import { invert3, XYZ_TO_RGB } from './lab-to-srgb.ts';

/** Spaces that pictures are stored in. Both have the transfer curve of sRGB and the white of D65. */
export type RgbSpace = 'srgb' | 'p3';

// Display P3 (SMPTE EG 432-1 primaries with the white of D65).
const P3_X = [0.48657095, 0.26566769, 0.19821729];
const P3_Y = [0.22897456, 0.69173852, 0.07928691];
const P3_Z = [0, 0.04511338, 1.04394437];

/** XYZ → linear RGB, 3 × 3, row by row. */
export function rgbOfXyz(space: RgbSpace): readonly number[] {
  switch (space) {
    case 'srgb':
      return XYZ_TO_RGB;
    case 'p3': // rounded differently, the two whites would give greys a colour
      return invert3([...scaledTo(WHITE_X, P3_X), ...scaledTo(1, P3_Y), ...scaledTo(WHITE_Z, P3_Z)]);
    default:
      return space satisfies never;
  }
}

function scaledTo(white: number, row: readonly number[]): readonly number[] {
  const sum = row.reduce((total, value) => total + value, 0);
  return row.map((value) => (value * white) / sum);
}

/** Samples of a picture: 8 or 16 bits for each channel. */
export type Samples = Uint8Array | Uint8ClampedArray | Uint16Array;

/** How samples stand for light, in tables small enough for a processor's cache. */
export interface Transfer {
  readonly white: 255 | 65535;
  /** Linear light 0..1 of every sample 0..white. */
  readonly linear: Float32Array;
  /** The sample for linear light k / cells: at most .03 of a byte, or half a step of 16 bits, beside the exact one. */
  readonly samples: Samples;
  readonly cells: number;
}

const transfers = new Map<number, Transfer>();

/** The transfer curve of sRGB for samples of this kind. */
export function transferOf({ BYTES_PER_ELEMENT: bytes }: Samples): Transfer {
  const known = transfers.get(bytes);
  if (known !== undefined) return known;
  const made =
    bytes === 1 ? makeTransfer(255, new Uint8Array(65537)) : makeTransfer(65535, new Uint16Array(1048577));
  transfers.set(bytes, made);
  return made;
}

function makeTransfer(white: Transfer['white'], samples: Samples): Transfer {
  const cells = samples.length - 1;
  for (let cell = 0; cell <= cells; cell++) samples[cell] = Math.round(white * srgbFromLinear(cell / cells));
  const linear = Float32Array.from({ length: white + 1 }, (_, sample) => linearFromSrgb(sample / white));
  return { white, linear, samples, cells };
}

/** Linear light in 0..1 → sRGB in 0..1 (IEC 61966-2-1). */
export function srgbFromLinear(c: number): number {
  return c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055;
}

/** Cells of `lightCurve` between light 0 and 1. */
export const LIGHT_CELLS = 4096;
let curve: Float32Array | undefined;

/**
 * fy of Lab, (L + 16) / 116, for light k / LIGHT_CELLS; interpolated, L errs by less than .001. One more than the
 * interval needs, because light 1 reads its right neighbour.
 */
export function lightCurve(): Float32Array {
  return (curve ??= Float32Array.from({ length: LIGHT_CELLS + 2 }, (_, cell) =>
    tabulatedCurve(Math.min(1, cell / LIGHT_CELLS)),
  ));
}
