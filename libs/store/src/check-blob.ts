import { readErrorCode } from './files/error-facts.ts';
import { readFileInto } from './files/read-file-into.ts';
import { isMissing } from './files/read-if-there.ts';
import type { TakeBytes } from './files/take-bytes.ts';
import type { Digest } from './fingerprint/digest.ts';
import { sha256 } from './fingerprint/fingerprint.ts';
import { hashFile } from './fingerprint/hash-file.ts';

/** The bytes of the blob in `path`. Throws when they are not those that its address names. */
export async function readChecked(path: string, expected: Digest, take?: TakeBytes): Promise<Buffer> {
  const bytes = await readFileInto(path, take).catch((error: unknown) => explainMissing(path, error));
  refuseOthers(path, expected, sha256(bytes));
  return bytes;
}

/** The same check without the bytes, in little memory. */
export async function checkBlob(path: string, expected: Digest): Promise<void> {
  refuseOthers(path, expected, await hashFile(path).catch((error: unknown) => explainMissing(path, error)));
}

const REMEDY = 'run "npx tintype verify --repair", which has it made again';

function refuseOthers(path: string, expected: Digest, found: string): void {
  if (found !== expected)
    throw new Error(`${path}: expected a blob with the sha256 ${expected}, found ${found}; ${REMEDY}`);
}

function explainMissing(path: string, cause: unknown): never {
  if (!isMissing(cause)) throw cause;
  const error = new Error(`${path}: expected a blob, found none; ${REMEDY}`, { cause });
  throw Object.assign(error, { code: readErrorCode(cause) });
}
