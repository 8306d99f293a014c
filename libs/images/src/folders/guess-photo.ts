import { extname } from 'node:path';

import { formatName, PHOTO_FORMATS } from '../photo-formats.ts';

/** What a file looks like whose name is none of photos. */
export interface GuessedPhoto {
  /** With its article, for messages: "a JPEG". */
  readonly what: string;
  /** That photos of this format have, without the dot. */
  readonly extension: string;
  /** Whether a camera's program alone can read it. */
  readonly isRaw: boolean;
}

/** Bytes at the beginning of a file that tell what it is. */
export const HEAD_BYTES = 16;

/** Most raw files are TIFFs to whoever reads their first bytes; some are of the family of HEIC. */
const RAW =
  /^\.(3fr|arw|cr[23]|crw|dcr|dng|erf|fff|gpr|iiq|k25|kdc|mdc|mef|mos|mrw|nef|nrw|orf|pef|raf|raw|rw2|rwl|sr2|srf|srw|x3f)$/i;

/** Brands of still pictures among those that an `ftyp` box names (ISO/IEC 23008-12, AV1 Image File Format): films have one too. */
const STILLS: Readonly<Record<string, string>> = {
  avif: 'avif',
  avis: 'avif',
  ...Object.fromEntries(
    ['heic', 'heix', 'heim', 'heis', 'hevc', 'mif1', 'msf1'].map((brand) => [brand, 'heic']),
  ),
};

/** What a file looks like by its first bytes; null for none of photos. */
export function guessPhoto(file: string, head: Uint8Array): GuessedPhoto | null {
  const name = formatName(head);
  const isRaw = RAW.test(extname(file));
  if (isRaw) return { what: 'a raw file of a camera', extension: '', isRaw };
  const format = PHOTO_FORMATS.find((one) => one.name === name);
  if (format === undefined) return null;
  if (!format.extensions.includes('heic')) return describe(format.name, format.extensions[0] ?? '');
  const still = STILLS[Buffer.from(head.subarray(8, 12)).toString('latin1')];
  return still === undefined ? null : describe(still.toUpperCase(), still);
}

function describe(name: string, extension: string): GuessedPhoto {
  return { what: `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`, extension, isRaw: false };
}
