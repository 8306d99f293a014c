import { decodeLatin1 } from '../bytes/bytes.ts';
import type { PhotoBytes } from '../bytes/photo-bytes.ts';
import { readChunks } from '../png/read-chunks.ts';
import { readExif } from './exif/exif.ts';
import { readDensity } from './exif/exif-density.ts';
import type { PhotoMetadata } from './photo-metadata.ts';
import { XMP_IN_PNG } from './png-metadata.ts';
import { decodeXmp } from './xmp/xmp-text.ts';

/** EXIF and XMP as a file holds them. */
export interface MetadataParts {
  readonly exif?: Uint8Array | undefined;
  readonly xmp?: Uint8Array | undefined;
}

/** What EXIF and XMP say; EXIF that cannot be read is left out, and a note says so. */
export async function readParts({ exif: bytes, xmp }: MetadataParts): Promise<PhotoMetadata> {
  const exif = bytes && (await readExif(bytes));
  return {
    xmp: xmp && decodeXmp(xmp),
    exif: exif ?? undefined,
    density: exif ? readDensity(exif.image, exif.little) : undefined,
    notes: exif === null ? ['EXIF left out, as it is damaged'] : [],
  };
}

/** The XMP of a PNG, unless it is packed, which Adobe's specification forbids. */
export async function readXmpInPng(bytes: PhotoBytes): Promise<Uint8Array | undefined> {
  const texts = await readChunks(bytes, new Set(['iTXt']));
  const found = texts.find(({ data }) => decodeLatin1(data.subarray(0, XMP_IN_PNG.length)) === XMP_IN_PNG);
  return found?.data.subarray(XMP_IN_PNG.length);
}
