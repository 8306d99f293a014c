import { readFile } from 'node:fs/promises';

import type { ShardInput } from '@tintype/executor';
import { messageOf, sha256 } from '@tintype/store';

/**
 * The bytes of a photo, which are those that it was listed with: what is said of other bytes would stay in the store
 * under its name.
 */
export async function readPhoto({ name, path }: ShardInput): Promise<Uint8Array> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new Error(`${path}: cannot be read any more (${messageOf(cause)}); run ingest again`, { cause });
  });
  if (sha256(bytes) === name) return bytes;
  throw new Error(`${path}: the photo has changed since ingest saw it; run ingest again`);
}
