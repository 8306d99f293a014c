import { open, readFile } from 'node:fs/promises';

import type { Metadata } from 'sharp';

import { type InspectOptions, type PhotoHeader, readHeaderOf, type Rejection } from './inspect-photo.ts';
import { bytesOnDisk } from './photo-bytes.ts';
import { MAX_PIXELS } from './pixel-limit.ts';

/** A photo whose header has been read, and where its pixels are. */
export interface FoundPhoto {
  readonly header: PhotoHeader;
  readonly metadata: Metadata;
  /** Its bytes, or the name of its file, which is then read as it is decoded and never lies in memory whole. */
  readonly source: Uint8Array | string;
}

/** As `readHeader`, from a file of which no more than its structure is read. Throws what the file system says. */
export async function findPhoto(
  file: string,
  { minSize = 1, maxPixels = MAX_PIXELS }: InspectOptions = {},
): Promise<FoundPhoto | Rejection> {
  const source = file.endsWith(']') ? await readFile(file) : file; // libvips takes [...] at the end for its options
  const handle = await open(file);
  try {
    const found = await readHeaderOf(source, { bytes: await bytesOnDisk(handle), minSize, maxPixels });
    return 'reason' in found ? found : { ...found, source };
  } finally {
    await handle.close();
  }
}
