/** How samples stand for light: as in sRGB, or light = sample ^ exponent. */
export type Curve = 'srgb' | number;

/** A colour space of samples. */
export interface ColourSpace {
  readonly curve: Curve;
  /** CIE xy of white, red, green and blue. */
  readonly chromaticities: readonly number[];
}

export const SRGB: ColourSpace = {
  curve: 'srgb',
  chromaticities: [0.3127, 0.329, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06],
};

/** Primaries by their number in ITU-T H.273, table 2: those of D65 that pictures are published in. */
export const PRIMARIES: ReadonlyMap<number, readonly number[]> = new Map([
  [1, SRGB.chromaticities], // BT.709
  [9, [0.3127, 0.329, 0.708, 0.292, 0.17, 0.797, 0.131, 0.046]], // BT.2020
  [12, [0.3127, 0.329, 0.68, 0.32, 0.265, 0.69, 0.15, 0.06]], // Display P3
]);

/** Curves by their number in ITU-T H.273, table 3; those of cameras for television are shown as sRGB is. */
export const CURVES: ReadonlyMap<number, Curve> = new Map<number, Curve>([
  [1, 'srgb'],
  [4, 2.2],
  [5, 2.8],
  [6, 'srgb'],
  [8, 1],
  [13, 'srgb'],
  [14, 'srgb'],
  [15, 'srgb'],
]);

/** What the curves of high dynamic range are called, by their number in ITU-T H.273, table 3. */
const HDR_CURVES: ReadonlyMap<number, string> = new Map([
  [16, 'PQ'],
  [18, 'HLG'],
]);

/** Why a photo with a curve of high dynamic range is refused; null for every other curve. */
export function refuseHdr(curve: number): string | null {
  const name = HDR_CURVES.get(curve);
  if (name === undefined) return null;
  return `its samples are of high dynamic range (${name}), which is not supported; export the photo in sRGB (SDR)`;
}
