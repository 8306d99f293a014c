import { open, readFile } from 'node:fs/promises';

import type { Metadata } from 'sharp';

import { type FoundHeader, type InspectOptions, readHeaderOf, type Rejection } from './inspect-photo.ts';
import { bytesOnDisk } from './photo-bytes.ts';
import { MAX_PIXELS } from './pixel-limit.ts';
import type { ReadablePhoto } from './srgb/open-upright.ts';

/** A photo whose header has been read, and where its pixels are. */
export interface FoundPhoto extends FoundHeader, ReadablePhoto {
  readonly metadata: Metadata;
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
