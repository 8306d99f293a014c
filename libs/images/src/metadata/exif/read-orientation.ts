import type { PhotoMetadata } from '../photo-metadata.ts';
import { readNumber } from './tiff-directory.ts';

/** TIFF 6.0. */
const ORIENTATION = 0x0112;

/** How the photo is to be turned: 1..8 as EXIF numbers it, 1 where it does not say. */
export function readOrientation({ exif }: PhotoMetadata): number {
  const entry = exif?.image.find(({ tag }) => tag === ORIENTATION);
  const number = entry && exif ? readNumber(entry, exif.little) : 1;
  return number >= 1 && number <= 8 ? number : 1;
}
