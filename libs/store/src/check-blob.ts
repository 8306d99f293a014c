import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';

import { codeOf } from './error-facts.ts';
import { sha256, type Digest } from './fingerprint.ts';
import { isMissing } from './read-if-there.ts';

/** Fewer, larger reads: hashing is what takes the time then. */
const CHUNK_BYTES = 1_048_576; // a literal, so that bundles which do not read files leave it out

/** The bytes of the blob in `path`. Throws when they are not those that its address names. */
export async function readChecked(path: string, expected: Digest): Promise<Buffer> {
  const bytes = await readFile(path).catch((error: unknown) => explainMissing(path, error));
  refuseOthers(path, expected, sha256(bytes));
  return bytes;
}

/** The same check without the bytes, in little memory. */
export async function checkBlob(path: string, expected: Digest): Promise<void> {
  refuseOthers(path, expected, await hashFile(path).catch((error: unknown) => explainMissing(path, error)));
}

/** sha256 of a file of any size, read through one piece of memory. */
export async function hashFile(path: string): Promise<string> {
  const handle = await open(path);
  try {
    const { size } = await handle.stat();
    const chunk = Buffer.allocUnsafe(Math.max(1, Math.min(size, CHUNK_BYTES)));
    const hash = createHash('sha256');
    for (;;) {
      const { bytesRead } = await handle.read(chunk, 0, chunk.length);
      if (bytesRead === 0) return hash.digest('hex');
      hash.update(chunk.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}

const REMEDY = 'run "npx tintype verify --repair", which has it made again';

function refuseOthers(path: string, expected: Digest, found: string): void {
  if (found !== expected)
    throw new Error(`${path}: expected a blob with the sha256 ${expected}, found ${found}; ${REMEDY}`);
}

function explainMissing(path: string, cause: unknown): never {
  if (!isMissing(cause)) throw cause;
  const error = new Error(`${path}: expected a blob, found none; ${REMEDY}`, { cause });
  throw Object.assign(error, { code: codeOf(cause) });
}
