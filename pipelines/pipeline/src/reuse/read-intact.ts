import type { ShardInput } from '@tintype/executor';
import { readIfThere, sha256 } from '@tintype/store';

/**
 * The bytes of a blob, or null when it is gone or damaged: a flipped bit must not get into a new shard, whose digest
 * would vouch for it.
 */
export async function readIntact({ path, sha256: expected }: ShardInput): Promise<Uint8Array | null> {
  const bytes = await readIfThere(path);
  return bytes !== null && sha256(bytes) === expected ? bytes : null;
}
