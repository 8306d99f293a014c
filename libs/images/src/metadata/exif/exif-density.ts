import { type Density, soundDensity } from '../density.ts';
import { type Entry, readNumber } from './tiff-directory.ts';
import { rationalEntry, shortEntry } from './write-exif.ts';

// TIFF 6.0, section 8.
const X_RESOLUTION = 0x011a;
const Y_RESOLUTION = 0x011b;
const RESOLUTION_UNIT = 0x0128;
const UNITS = { none: 1, inch: 2, cm: 3 } as const;

/** The tags by which EXIF and TIFF give the density. */
export const DENSITY_TAGS: ReadonlySet<number> = new Set([X_RESOLUTION, Y_RESOLUTION, RESOLUTION_UNIT]);

/** The density that the first directory of EXIF or of a TIFF gives. */
export function readDensity(image: readonly Entry[], little: boolean): Density | undefined {
  const numberOf = (tag: number, otherwise: number) => {
    const found = image.find((entry) => entry.tag === tag);
    return found ? readNumber(found, little) : otherwise;
  };
  const unit = numberOf(RESOLUTION_UNIT, UNITS.inch);
  return soundDensity({
    x: numberOf(X_RESOLUTION, NaN),
    y: numberOf(Y_RESOLUTION, NaN),
    unit: unit === UNITS.inch ? 'inch' : unit === UNITS.cm ? 'cm' : 'none',
  });
}

export function densityEntries(density: Density | undefined, little: boolean): readonly Entry[] {
  if (density === undefined) return [];
  return [
    rationalEntry(X_RESOLUTION, density.x, little),
    rationalEntry(Y_RESOLUTION, density.y, little),
    shortEntry(RESOLUTION_UNIT, UNITS[density.unit], little),
  ];
}
