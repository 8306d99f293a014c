import { checkArrowBytes } from '@tintype/records';
import type { Digest, Shard } from '@tintype/store';

/** The bytes of a shard; an Arrow file has to be one, and to have the rows that the artefact says. */
export async function readShard(
  { name, sha256, table, rows }: Shard,
  store: { readBlob(digest: Digest): Promise<Uint8Array> },
): Promise<Uint8Array> {
  const bytes = await store.readBlob(sha256);
  if (table === undefined) return bytes;
  const found = checkArrowBytes(bytes, `shard ${name}`).rows;
  if (found === rows) return bytes;
  throw new Error(`shard ${name}: expected ${rows} rows of ${table}, as its artefact says, got ${found}`);
}
