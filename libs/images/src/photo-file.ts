import { open, readFile } from 'node:fs/promises';
import type { Metadata } from 'sharp';

import { headerReason, toHeader, unfit, unusable } from './inspect-photo.ts';
import type { InspectOptions, PhotoHeader, Rejection } from './inspect-photo.ts';
import { openBytes } from './libvips.ts';

/** A photo whose header has been read, and where its pixels are. */
export interface FoundPhoto {
  readonly header: PhotoHeader;
  readonly metadata: Metadata;
  /** Its bytes, or the name of its file, which is then read as it is decoded and never lies in memory whole. */
  readonly source: Uint8Array | string;
}

/** As `readHeader`, from a file of which no more than that is read. Throws what the file system says. */
export async function findPhoto(
  file: string,
  { minSize = 1, maxPixels = 100e6 }: InspectOptions = {},
): Promise<FoundPhoto | Rejection> {
  const source = file.endsWith(']') ? await readFile(file) : file; // libvips takes [...] at the end for its options
  const metadata = await openBytes(source)
    .metadata()
    .catch(() => null); // says only "unsupported" or "corrupt"; headerReason looks for itself
  if (metadata === null) return { reason: reasonIn(await readHead(file)) };
  const header = toHeader(metadata);
  const reason = unusable(metadata) ?? unfit(header, minSize, maxPixels);
  return reason === null ? { header, metadata, source } : { reason };
}

function reasonIn(head: Uint8Array): string {
  return head.length === 0 ? 'the file is empty' : headerReason(head);
}

const HEAD_BYTES = 16; // as many as tell one format from another

async function readHead(file: string): Promise<Uint8Array> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
