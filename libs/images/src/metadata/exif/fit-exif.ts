import { type Exif, MAKER_NOTE } from './exif.ts';
import type { Entry } from './tiff-directory.ts';
import { writeExif } from './write-exif.ts';

/** EXIF that fits, and what had to be left out for that, in plain words. */
export interface FittedExif {
  readonly bytes: Uint8Array;
  readonly left: readonly string[];
}

/** EXIF of at most `most` bytes: the maker's note goes first, then the largest values. */
export function fitExif(exif: Exif, most: number): FittedExif {
  const whole = writeExif(exif);
  if (whole.length <= most) return { bytes: whole, left: [] };
  const sized = [...exif.image, ...exif.photo, ...exif.gps].sort((a, b) => weightOf(b) - weightOf(a));
  const left = new Set<Entry>();
  let bytes = STRUCTURE_BYTES + sized.reduce((sum, entry) => sum + bytesOf(entry), 0);
  for (const entry of sized) {
    if (bytes <= most && left.size > 0) break;
    bytes -= bytesOf(entry);
    left.add(entry);
  }
  const kept = (entries: readonly Entry[]) => entries.filter((entry) => !left.has(entry));
  const fitted = { ...exif, image: kept(exif.image), photo: kept(exif.photo), gps: kept(exif.gps) };
  return { bytes: writeExif({ ...fitted, interop: [], noteAt: null }), left: namesOf([...left]) };
}

/** Head, four directories and the entries that lead to them, at most. */
const STRUCTURE_BYTES = 100;

/** Twelve in its directory, and a value of more than four behind it, at an even place. */
function bytesOf({ value }: Entry): number {
  return 12 + (value.length > 4 ? value.length + (value.length % 2) : 0);
}

function weightOf({ tag, value }: Entry): number {
  return tag === MAKER_NOTE ? Infinity : value.length;
}

const MOST_NAMED = 3;

function namesOf(entries: readonly Entry[]): readonly string[] {
  const names = entries.slice(0, MOST_NAMED).map(nameOf);
  const more = entries.length - names.length;
  return more === 0 ? names : [...names, `${more} more`];
}

function nameOf({ tag }: Entry): string {
  return tag === MAKER_NOTE ? 'the maker’s note' : `tag 0x${tag.toString(16).padStart(4, '0')}`;
}
