import { describeError } from '../files/error-facts.ts';
import { FILES_AT_ONCE, mapConcurrently } from '../files/map-concurrently.ts';
import { readableJson } from '../fingerprint/canonical-json.ts';
import type { Digest, Fingerprint } from '../fingerprint/digest.ts';
import { type ManifestAddress, manifestPath, readManifest, writeManifest } from '../manifest/manifest.ts';
import { type Manifest, parseManifest } from '../manifest/manifest-text.ts';
import type { Store } from '../store.ts';
import { openRemote } from './open-remote.ts';
import { listComputations, type TransferOptions } from './push-artefacts.ts';
import type { Remote } from './remote.ts';
import type { RemoteFault } from './remote-fault.ts';
import { addressIn, manifestFolder, MANIFESTS } from './remote-keys.ts';
import type { BringOptions, StoreRemote } from './store-remote.ts';

/** What of some artefacts was brought. */
export interface Pulled {
  /** Computations that came, and those that were here. */
  readonly brought: number;
  readonly here: number;
  /** Of blobs that came. */
  readonly bytes: number;
  /** Stages whose manifests are here now. */
  readonly stages: readonly string[];
  /** Stages whose manifests here say something else, and stay. */
  readonly kept: readonly string[];
  /** Stages of which something is lost or damaged there: their manifests do not come. */
  readonly damaged: readonly string[];
  readonly faults: readonly RemoteFault[];
}

/** The manifests of a recipe in a remote; all of them where none is given. Throws where one is none. */
export async function readManifestsThere(
  url: string,
  recipe: Omit<ManifestAddress, 'stage'> | null,
): Promise<readonly Manifest[]> {
  const remote = openRemote(url);
  const folder = recipe === null ? MANIFESTS : manifestFolder(recipe);
  const keys: string[] = [];
  for await (const { key } of remote.list(folder)) keys.push(key);
  const read = await mapConcurrently(keys.sort(), FILES_AT_ONCE, (key) => readManifestThere(remote, key));
  return read.filter((manifest) => manifest !== null);
}

async function readManifestThere(remote: Remote, key: string): Promise<Manifest | null> {
  const address = addressIn(key);
  const bytes = address && (await remote.read(key));
  if (address === null || bytes === null) return null; // foreign, or removed a moment ago
  const from = `${remote.url}/${key}`;
  const manifest = await parseManifest(from, Buffer.from(bytes).toString('utf8')).catch((error: unknown) => {
    throw new Error(`${describeError(error)}, then push it again`, { cause: error });
  });
  const isNamed = manifest === null || manifestFolder(manifest) === manifestFolder(address);
  if (isNamed && (manifest === null || manifest.stage === address.stage)) return manifest;
  throw new Error(
    `${from}: expected the manifest of ${address.recipe} ${address.stage}, found another one; push it again`,
  );
}

/** Brings all that manifests of a remote name: what their computations gave, then the manifests into the folder `root`. */
export async function pullArtefacts(
  store: Store,
  remote: StoreRemote,
  { manifests, root }: { readonly manifests: readonly Manifest[]; readonly root: string },
  { signal, onProgress }: TransferOptions,
): Promise<Pulled> {
  const faults: RemoteFault[] = [];
  const damaged = new Set<string>();
  const wanted = listComputations(manifests);
  const count = { done: 0, here: 0, brought: 0, bytes: 0 };
  const options = {
    signal,
    onFault: (fault: RemoteFault) => void faults.push(fault),
    onBlob: (blob: { readonly bytes: number }) => void (count.bytes += blob.bytes),
  };
  await mapConcurrently([...wanted], FILES_AT_ONCE, async ([fingerprint, { stage }]) => {
    signal.throwIfAborted();
    const isHere = (await store.look(fingerprint)) !== null;
    const hasCome = !isHere && (await bringComputation(remote, fingerprint, options));
    if (!isHere && !hasCome) damaged.add(stage);
    count.here += Number(isHere);
    count.brought += Number(hasCome);
    count.done += 1;
    onProgress({ done: count.done, total: wanted.size, bytes: count.bytes });
  });
  for (const [digest, stage] of await absentFiles(store, manifests)) {
    const fault = await remote.bringBlob({ sha256: digest, bytes: null });
    if (fault === null) continue;
    faults.push(fault);
    damaged.add(stage);
  }
  const sound = manifests.filter(({ stage }) => !damaged.has(stage));
  const { brought, here, bytes } = count;
  return { brought, here, bytes, ...(await keepManifests(sound, root)), damaged: [...damaged], faults };
}

async function bringComputation(
  remote: StoreRemote,
  fingerprint: Fingerprint,
  options: BringOptions,
): Promise<boolean> {
  const shards = await remote.look(fingerprint, options);
  if (shards !== null) return remote.bring(fingerprint, shards, options);
  return false;
}

/** Blobs under readable names that are no shards and are not here, each with its stage. */
async function absentFiles(
  store: Store,
  manifests: readonly Manifest[],
): Promise<readonly (readonly [Digest, string])[]> {
  const named = manifests.flatMap(({ files, stage }) =>
    Object.values(files).map((digest) => [digest, stage] as const),
  );
  const there = await Promise.all(named.map(([digest]) => store.isThere(digest)));
  return named.filter((_, i) => !there[i]);
}

/** What somebody's own run left here stays. */
async function keepManifests(manifests: readonly Manifest[], root: string) {
  const [stages, kept]: [string[], string[]] = [[], []];
  for (const manifest of manifests) {
    const file = manifestPath(root, manifest);
    const own = await readManifest(file);
    const isOther = own !== null && readableJson(own) !== readableJson(manifest);
    if (!isOther) await writeManifest(file, manifest);
    (isOther ? kept : stages).push(manifest.stage);
  }
  return { stages, kept };
}
