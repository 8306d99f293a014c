import { stat } from 'node:fs/promises';

import { FILES_AT_ONCE, mapConcurrently } from '../files/map-concurrently.ts';
import type { Digest, Fingerprint } from '../fingerprint/digest.ts';
import type { Manifest } from '../manifest/manifest-text.ts';
import { sealedJson } from '../manifest/sealed-json.ts';
import type { Store } from '../store.ts';
import { openRemote } from './open-remote.ts';
import { manifestKey } from './remote-keys.ts';
import { sendBlobs, type Sent } from './send-shards.ts';
import type { StoreRemote } from './store-remote.ts';

/** How far a transfer is; counts are of computations. */
export interface Transfer {
  readonly done: number;
  readonly total: number;
  readonly bytes: number;
}

export interface TransferOptions {
  readonly signal: AbortSignal;
  onProgress(transfer: Transfer): void;
}

/** What of some artefacts was sent. */
export interface Pushed extends Sent {
  readonly manifests: number;
  /** Computations whose record and blobs are there now. */
  readonly records: number;
}

/**
 * Sends all that manifests name to the remote: what their computations gave, then the manifests themselves. What is there
 * already is passed over. Throws where something that a manifest names is not whole here.
 */
export async function pushArtefacts(
  store: Store,
  remote: StoreRemote,
  manifests: readonly Manifest[],
  { signal, onProgress }: TransferOptions,
): Promise<Pushed> {
  const { url } = remote.address;
  const wanted = listComputations(manifests);
  let [done, bytes] = [0, 0];
  const sent = await mapConcurrently([...wanted], FILES_AT_ONCE, async ([fingerprint, artefact]) => {
    signal.throwIfAborted();
    const one = await remote.send(fingerprint, await wholeHere(store, fingerprint, artefact));
    [done, bytes] = [done + 1, bytes + one.bytes];
    onProgress({ done, total: wanted.size, bytes });
    return one;
  });
  const files = await sendBlobs(openRemote(url), await resultFiles(store, manifests), store);
  for (const manifest of manifests)
    await openRemote(url).write(manifestKey(manifest), Buffer.from(sealedJson(manifest)), { replace: true });
  return { manifests: manifests.length, records: wanted.size, ...addUp([...sent, files]) };
}

/** The computations that manifests name, each with one of the artefacts that it is in. */
export function listComputations(manifests: readonly Manifest[]): ReadonlyMap<Fingerprint, Manifest> {
  return new Map(
    manifests.flatMap((manifest) =>
      manifest.shards.map(({ fingerprint }) => [fingerprint, manifest] as const),
    ),
  );
}

async function wholeHere(store: Store, fingerprint: Fingerprint, { recipe, stage, pipeline }: Manifest) {
  const shards = await store.look(fingerprint);
  if (shards !== null) return shards;
  throw new Error(
    `${recipe} ${stage}: expected what its manifest names in the store, found the computation ${fingerprint.slice(0, 12)}… gone or damaged; run "npx nx run ${pipeline}:${stage} -c ${recipe}" and push again`,
  );
}

/** Blobs that lie under readable names and that no shard of these manifests is. */
async function resultFiles(store: Store, manifests: readonly Manifest[]) {
  const sent = new Set(manifests.flatMap(({ shards }) => shards.map(({ sha256 }) => sha256)));
  const others = manifests.flatMap(({ files }) => Object.values(files)).filter((digest) => !sent.has(digest));
  const sized = async (digest: Digest) => ({
    sha256: digest,
    bytes: (await stat(store.blobPath(digest))).size,
  });
  return Promise.all([...new Set(others)].map(sized));
}

function addUp(sent: readonly Sent[]): Sent {
  const sum = (key: keyof Sent) => sent.reduce((total, one) => total + one[key], 0);
  return { blobs: sum('blobs'), bytes: sum('bytes'), there: sum('there') };
}
