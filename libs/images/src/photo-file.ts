import { open, readFile } from 'node:fs/promises';

import type { Metadata } from 'sharp';

import { bytesOnDisk } from './bytes/bytes-on-disk.ts';
import type { PhotoBytes } from './bytes/photo-bytes.ts';
import { type FoundHeader, type InspectOptions, readHeaderOf, type Rejection } from './inspect-photo.ts';
import { MAX_PIXELS } from './pixel-limit.ts';
import { readPngHeadOf } from './png/read-chunks.ts';
import { readPngColourSpace } from './png/read-colour-space.ts';
import type { ReadablePhoto } from './srgb/readable-photo.ts';

/** A photo whose header has been read, and where its pixels are. */
export interface FoundPhoto extends FoundHeader, ReadablePhoto {
  readonly metadata: Metadata;
}

/** As `readHeader`, from a file of which no more than its structure is read. Throws what the file system says. */
export async function findPhoto(
  file: string,
  { minSize = 1, maxPixels = MAX_PIXELS }: InspectOptions = {},
): Promise<FoundPhoto | Rejection> {
  const handle = await open(file);
  try {
    const bytes = await bytesOnDisk(handle);
    const source = (await readsByName(file, bytes)) ? file : await readFile(file);
    const found = await readHeaderOf(source, { bytes, minSize, maxPixels });
    return 'reason' in found ? found : { ...found, source };
  } finally {
    await handle.close();
  }
}

/** libvips takes [...] at the end of a name for its options; and a PNG may need a profile, which only bytes can be given. */
async function readsByName(file: string, bytes: PhotoBytes): Promise<boolean> {
  const head = await readPngHeadOf(bytes);
  return !file.endsWith(']') && (head === null || readPngColourSpace(head) === null);
}
