import { decodeLatin1 } from '../../bytes/bytes.ts';
import { bytesInMemory } from '../../bytes/photo-bytes.ts';
import { type Entry, openTiff, readDirectory, readNumber, type TiffFile } from './tiff-directory.ts';

/** EXIF, taken apart into its directories. The preview (IFD1) is none of them. */
export interface Exif {
  /** The byte order of the values. */
  readonly little: boolean;
  /** IFD0. */
  readonly image: readonly Entry[];
  readonly photo: readonly Entry[];
  readonly gps: readonly Entry[];
  readonly interop: readonly Entry[];
  /** Where the maker's note lay: offsets in it often count from the beginning of the EXIF. */
  readonly noteAt: number | null;
}

/** Exif 2.32, section 4.6.3: entries that say where another directory lies. */
export const PHOTO_AT = 0x8769;
export const GPS_AT = 0x8825;
export const INTEROP_AT = 0xa005;
export const MAKER_NOTE = 0x927c;
/** Byte order, version, and where the first directory lies. */
export const HEAD_BYTES = 8;
const POINTERS: ReadonlySet<number> = new Set([PHOTO_AT, GPS_AT, INTEROP_AT]);

/** Reads EXIF, with "Exif" in front or without; null where it is none or nothing in it can be read. */
export async function readExif(given: Uint8Array): Promise<Exif | null> {
  const named = decodeLatin1(given.subarray(0, 4)) === 'Exif';
  const bytes = given.subarray(named ? 6 : 0);
  const file = await openTiff(bytesInMemory(bytes));
  const exif = file && (await readDirectories(file, { wants: () => true, most: bytes.length }));
  return exif && { ...exif, noteAt: noteIn(bytes, exif) };
}

/**
 * Reads the directories that EXIF consists of, at most `most` bytes of values. Each is looked up in a fixed place and
 * none leads to the next, so that no circle can be made of them.
 */
export async function readDirectories(
  file: TiffFile,
  { wants, most }: { readonly wants: (tag: number) => boolean; readonly most: number },
): Promise<Exif | null> {
  const budget = { left: most };
  const read = (at: number | undefined, wanted: (tag: number) => boolean = () => true) =>
    at === undefined ? Promise.resolve([]) : readDirectory(file, at, { wants: wanted, budget });
  const placeIn = (entries: readonly Entry[], tag: number) => {
    const found = entries.find((entry) => entry.tag === tag);
    return found && readNumber(found, file.little);
  };
  const image = await read(file.first, (tag) => wants(tag) || tag === PHOTO_AT || tag === GPS_AT);
  const photo = await read(placeIn(image, PHOTO_AT));
  const gps = await read(placeIn(image, GPS_AT));
  const interop = await read(placeIn(photo, INTEROP_AT));
  if (image.length === 0) return null;
  const others = (entries: readonly Entry[]) =>
    entries.filter(({ tag, type }) => !POINTERS.has(tag) && type <= LAST_TYPE);
  return {
    little: file.little,
    ...{ image: others(image), photo: others(photo), gps: others(gps), interop: others(interop) },
    noteAt: null,
  };
}

/** Types that every reader knows; those of BigTIFF have no place in EXIF. */
const LAST_TYPE = 13;

/** Behind the head of the EXIF, if it lies in it at all. */
function noteIn(bytes: Uint8Array, { photo }: Exif): number | null {
  const note = photo.find(({ tag }) => tag === MAKER_NOTE)?.value;
  if (note === undefined || note.buffer !== bytes.buffer) return null;
  const at = note.byteOffset - bytes.byteOffset;
  return at < HEAD_BYTES ? null : at;
}
