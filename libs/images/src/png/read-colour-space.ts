import { type ColourSpace, CURVES, PRIMARIES, SRGB } from './colour-space.ts';
import type { PngHead } from './read-chunks.ts';

/** libpng's own: a difference that no one sees. */
const GAMMA_TOLERANCE = 0.05;
const CHROMATICITY_TOLERANCE = 0.004;

/**
 * The colour space that a PNG names where libvips takes its samples for sRGB: by cICP, else by gAMA and cHRM, unless
 * iCCP or sRGB stands there (PNG 3rd edition, 4.3, where cICP goes before a profile). Null where libvips is right.
 */
export function readPngColourSpace({ chunks }: PngHead): ColourSpace | null {
  const coded = readCicp(chunks.get('cICP'));
  if (coded !== null) return isSrgb(coded) && !chunks.has('iCCP') ? null : coded;
  if (chunks.has('iCCP') || chunks.has('sRGB')) return null;
  const named = { ...SRGB, ...readChromaticities(chunks.get('cHRM')), ...readGamma(chunks.get('gAMA')) };
  return isSrgb(named) ? null : named;
}

/** Null where it names a space that is not known here. */
function readCicp(chunk: Uint8Array | undefined): ColourSpace | null {
  const curve = CURVES.get(chunk?.[1] ?? 0);
  const chromaticities = PRIMARIES.get(chunk?.[0] ?? 0);
  return curve === undefined || chromaticities === undefined ? null : { curve, chromaticities };
}

/** Exponents that anyone has a use for; others are of broken files, and what they say is not taken for anything. */
const EXPONENTS = { least: 0.1, most: 10 };

/** gAMA holds 100,000 / exponent; 45455 is what programs write that mean sRGB. */
function readGamma(chunk: Uint8Array | undefined): Partial<ColourSpace> {
  const [gamma = 0] = readNumbers(chunk);
  return 1 / gamma >= EXPONENTS.least && 1 / gamma <= EXPONENTS.most ? { curve: 1 / gamma } : {};
}

function readChromaticities(chunk: Uint8Array | undefined): Partial<ColourSpace> {
  const chromaticities = readNumbers(chunk);
  const isUsable = chromaticities.length === 8 && chromaticities.every((value) => value > 0 && value < 1);
  return isUsable && spansArea(chromaticities) ? { chromaticities } : {};
}

function spansArea([, , rx = 0, ry = 0, gx = 0, gy = 0, bx = 0, by = 0]: readonly number[]): boolean {
  return Math.abs((gx - rx) * (by - ry) - (bx - rx) * (gy - ry)) > 0.01;
}

function readNumbers(chunk: Uint8Array | undefined): readonly number[] {
  if (chunk === undefined) return [];
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  return Array.from({ length: chunk.length >> 2 }, (_, i) => view.getUint32(4 * i) / 1e5);
}

function isSrgb({ curve, chromaticities }: ColourSpace): boolean {
  const isCurve = curve === 'srgb' || Math.abs(2.2 / curve - 1) < GAMMA_TOLERANCE;
  const distance = (value: number, i: number) => Math.abs(value - (SRGB.chromaticities[i] ?? NaN));
  return isCurve && chromaticities.every((value, i) => distance(value, i) < CHROMATICITY_TOLERANCE);
}
