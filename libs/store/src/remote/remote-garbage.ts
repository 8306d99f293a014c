import { mapConcurrently } from '../files/map-concurrently.ts';
import type { Digest, Fingerprint } from '../fingerprint/digest.ts';
import type { Manifest } from '../manifest/manifest-text.ts';
import { lookThere } from './look-there.ts';
import { openRemote } from './open-remote.ts';
import type { Remote, RemoteObject } from './remote.ts';
import { BLOBS, digestIn, fingerprintIn, RECORDS } from './remote-keys.ts';

/** Objects of a remote that no manifest needs. */
export interface RemoteGarbage {
  readonly blobs: readonly string[];
  readonly records: readonly string[];
  /** Of all listed here. */
  readonly bytes: number;
  /** Blobs that stay, and their bytes. */
  readonly kept: { readonly blobs: number; readonly bytes: number };
}

const REQUESTS_AT_ONCE = 16;

/**
 * Finds what none of the manifests names and what was not written after `before`, in milliseconds since 1970. Blobs of a
 * computation whose record stays do so too, as it is reused as a whole.
 */
export async function planRemoteGarbage(
  url: string,
  manifests: readonly Manifest[],
  { before }: { readonly before: number },
): Promise<RemoteGarbage> {
  const remote = openRemote(url);
  const named = new Set(manifests.flatMap(({ shards }) => shards.map(({ fingerprint }) => fingerprint)));
  const needed = new Set<Digest>(
    manifests.flatMap(({ shards, files }) => [
      ...shards.map(({ sha256 }) => sha256),
      ...Object.values(files),
    ]),
  );
  const records = await listAll(remote, RECORDS);
  const stays = ({ key, writtenAt }: RemoteObject) => {
    const fingerprint = fingerprintIn(key);
    return fingerprint === null || named.has(fingerprint) || writtenAt > before; // what is foreign is left alone
  };
  for (const digest of await blobsOf(remote, records.filter(stays))) needed.add(digest);
  const blobs = await listAll(remote, BLOBS);
  const isNeeded = ({ key, writtenAt }: RemoteObject) => {
    const digest = digestIn(key);
    return digest === null || needed.has(digest) || writtenAt > before;
  };
  const [kept, rest] = [blobs.filter(isNeeded), blobs.filter((blob) => !isNeeded(blob))];
  const old = records.filter((record) => !stays(record));
  return {
    ...{ blobs: keysOf(rest), records: keysOf(old), bytes: bytesOf([...rest, ...old]) },
    kept: { blobs: kept.length, bytes: bytesOf(kept) },
  };
}

/** Records first: none may lead to a blob that is gone. */
export async function removeRemoteGarbage(url: string, { records, blobs }: RemoteGarbage): Promise<void> {
  const remote = openRemote(url);
  for (const keys of [records, blobs])
    await mapConcurrently(keys, REQUESTS_AT_ONCE, (key) => remote.remove(key));
}

/** The blobs that records name. */
async function blobsOf(remote: Remote, records: readonly RemoteObject[]): Promise<readonly Digest[]> {
  const fingerprints = records.flatMap(({ key }) => fingerprintIn(key) ?? []);
  const shards = await mapConcurrently(fingerprints, REQUESTS_AT_ONCE, async (fingerprint: Fingerprint) => {
    const found = await lookThere(remote, fingerprint);
    return found === null || 'object' in found ? [] : found;
  });
  return shards.flat().map(({ sha256 }) => sha256);
}

async function listAll(remote: Remote, folder: string): Promise<readonly RemoteObject[]> {
  const objects: RemoteObject[] = [];
  for await (const object of remote.list(folder)) objects.push(object);
  return objects.sort((x, y) => (x.key < y.key ? -1 : 1));
}

function keysOf(objects: readonly RemoteObject[]): readonly string[] {
  return objects.map(({ key }) => key);
}

function bytesOf(objects: readonly RemoteObject[]): number {
  return objects.reduce((sum, { bytes }) => sum + bytes, 0);
}
