import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import { isMissing, listManifests, openStore, type Manifest, type Store } from '@tintype/store';

import { resultsFolder } from './stage.ts';

/**
 * The store's identity, and what is missing of all that the manifests name, as sorted lines. Nx would replay a
 * manifest from its cache whether or not its blobs are there, or were ever in this store; with these lines among
 * its inputs it looks again instead.
 */
export async function probe(data: string): Promise<readonly string[]> {
  const store = openStore(join(data, 'store'));
  const manifests = await listManifests(join(data, 'manifests'));
  const missing = [...(await missingBlobs(store, manifests)), ...(await missingFiles(data, manifests))];
  return [`store ${await store.identity()}`, ...missing.sort()];
}

async function missingBlobs(store: Store, manifests: readonly Manifest[]): Promise<readonly string[]> {
  const blobs = new Map(
    manifests.flatMap(({ shards }) => shards).map((shard) => [shard.sha256, shard.bytes]),
  );
  return absent([...blobs.keys()], (digest) => store.hasBlob(digest, blobs.get(digest) ?? 0));
}

async function missingFiles(data: string, manifests: readonly Manifest[]): Promise<readonly string[]> {
  const files = manifests.flatMap((manifest) =>
    Object.keys(manifest.files).map((name) => join(resultsFolder(data, manifest), name)),
  );
  return absent(files, exists);
}

async function absent<T extends string>(
  names: readonly T[],
  isThere: (name: T) => Promise<boolean>,
): Promise<readonly string[]> {
  const there = await Promise.all(names.map(isThere));
  return names.filter((_, i) => !there[i]).map((name) => `missing ${name}`);
}

async function exists(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isFile();
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}
