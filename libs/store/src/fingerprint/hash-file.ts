import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

import type { Digest } from './digest.ts';

/** Fewer, larger reads: hashing is what takes the time then. */
const CHUNK_BYTES = 1_048_576; // a literal, so that bundles which do not read files leave it out

/** sha256 of a file of any size, read through one piece of memory. Throws the signal's reason when it is aborted. */
export async function hashFile(path: string, signal?: AbortSignal): Promise<Digest> {
  const handle = await open(path);
  try {
    const { size } = await handle.stat();
    const chunk = Buffer.allocUnsafe(Math.max(1, Math.min(size, CHUNK_BYTES)));
    const hash = createHash('sha256');
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead } = await handle.read(chunk, 0, chunk.length);
      if (bytesRead === 0) return hash.digest('hex') as Digest;
      hash.update(chunk.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}
