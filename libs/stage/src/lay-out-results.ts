import { join } from 'node:path';

import { type Digest, publish, readIfThere, sha256, type Shard, type Store } from '@tintype/store';

/** Copies shards out of the store under names for people; a file that is right already is left as it is. */
export async function layOutResults(
  files: Readonly<Record<string, Shard>>,
  folder: string,
  store: Store,
): Promise<void> {
  for (const [name, shard] of Object.entries(files)) {
    const file = join(folder, name);
    if ((await digestOf(file)) !== shard.sha256) await publish(file, await store.readBlob(shard.sha256));
  }
}

async function digestOf(file: string): Promise<Digest | null> {
  const bytes = await readIfThere(file);
  return bytes === null ? null : sha256(bytes);
}
