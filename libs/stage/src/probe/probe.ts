import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import {
  isMissing,
  listManifests,
  type Manifest,
  openStore,
  publish,
  readErrorCode,
  readTextIfThere,
  type Store,
} from '@tintype/store';

import { resultsFolder } from '../folders.ts';

/**
 * The store's identity, and what is missing of all that the manifests name, as sorted lines. Nx would replay a
 * manifest from its cache whether or not its blobs are there, or were ever in this store; with these lines among
 * its inputs it looks again instead.
 */
export async function probe(data: string): Promise<readonly string[]> {
  const store = openStore(join(data, 'store'));
  const manifests = await listManifests(join(data, 'manifests'));
  const missing = [...(await missingBlobs(store, manifests)), ...(await missingFiles(data, manifests))];
  return [`store ${await identityOf(store)}`, ...missing.sort()];
}

/** Where none can be written there has been no run, and the stage says so better than Nx would. */
async function identityOf(store: Store): Promise<string> {
  return store.identity().catch((error: unknown) => {
    if (isReadOnly(error)) return 'read-only';
    throw error;
  });
}

function isReadOnly(error: unknown): boolean {
  return ['EROFS', 'EACCES', 'EPERM'].includes(String(readErrorCode(error)));
}

/** The same, also noted in the store: Nx reads the note before each further stage, which a program would take longer to say. */
export async function noteProbe(data: string): Promise<readonly string[]> {
  const lines = await probe(data);
  const [file, text] = [noteIn(data), `${lines.join('\n')}\n`];
  if ((await readTextIfThere(file)) !== text)
    await publish(file, text).catch((error: unknown) => {
      if (!isReadOnly(error)) throw error; // a stage that has anything to write says so
    });
  return lines;
}

/** After a stage has made what was missing: those that follow must not run again for it. */
export async function renewNote(data: string): Promise<void> {
  if ((await readTextIfThere(noteIn(data)))?.includes(`\n${MISSING}`)) await noteProbe(data);
}

const MISSING = 'missing ';

function noteIn(data: string): string {
  return join(data, 'store', 'probe.txt');
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
  return names.filter((_, i) => !there[i]).map((name) => `${MISSING}${name}`);
}

async function exists(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isFile();
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}
