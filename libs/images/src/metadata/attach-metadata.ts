import { open, readFile, writeFile } from 'node:fs/promises';

import { joinBytes } from '../bytes/bytes.ts';
import { nodeZlib } from '../bytes/node-zlib.ts';
import type { PictureFormat } from '../picture-format.ts';
import { replaceInFile } from './replace-in-file.ts';
import {
  type AttachedMetadata,
  findSplice,
  HEAD_BYTES,
  spliceMetadata,
  withRiffChunks,
} from './splice-metadata.ts';

/** `spliceMetadata` with Node's zlib. */
export function attachMetadata(
  bytes: Uint8Array,
  format: PictureFormat,
  metadata: AttachedMetadata,
): Promise<Uint8Array> {
  return spliceMetadata(bytes, format, metadata, nodeZlib);
}

/** The same for the file of an encoded picture, of which no more than a block lies in memory, but for WebP. */
export async function attachToFile(
  file: string,
  format: PictureFormat,
  metadata: AttachedMetadata,
): Promise<void> {
  if (format === 'webp') return writeFile(file, await withRiffChunks(await readFile(file), metadata));
  const handle = await open(file, 'r+');
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const { from, to, parts } = findSplice(buffer.subarray(0, bytesRead), format, metadata, nodeZlib);
    await replaceInFile(handle, { from, to, bytes: joinBytes(parts) });
  } finally {
    await handle.close();
  }
}
