import type { ShardInput } from '@tintype/executor';
import { readIfThere, sha256 } from '@tintype/store';

/** The bytes of a blob, or null when it is gone or damaged. */
export async function readIntact(input: ShardInput): Promise<Uint8Array | null> {
  const bytes = await readIfThere(input.path);
  return bytes !== null && isIntact(bytes, input) ? bytes : null;
}

/** Whether nothing has changed: a flipped bit must not get into a new shard, whose digest would vouch for it. */
export function isIntact(bytes: Uint8Array, { sha256: expected }: ShardInput): boolean {
  return sha256(bytes) === expected;
}
