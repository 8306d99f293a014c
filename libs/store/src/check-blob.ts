import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

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

/** sha256 of a file of any size. */
export async function hashFile(path: string): Promise<string> {
  const { size } = await stat(path);
  if (size <= CHUNK_BYTES) return sha256(await readFile(path)); // a stream would take longer than its bytes
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: CHUNK_BYTES }), hash);
  return hash.digest('hex');
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
