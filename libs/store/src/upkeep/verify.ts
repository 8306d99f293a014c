import { rm, stat } from 'node:fs/promises';
import { basename, relative, sep } from 'node:path';

import { describeError } from '../files/error-facts.ts';
import { type Digest, parseDigest } from '../fingerprint/digest.ts';
import { hashFile } from '../fingerprint/hash-file.ts';
import { type ManifestAddress, manifestFiles, readManifest } from '../manifest/manifest.ts';
import { type Manifest, NewerFormatError } from '../manifest/manifest-text.ts';
import { readRecord, type Store } from '../store.ts';
import { entriesOf, type Entry } from './contents.ts';

/**
 * - `flipped`: as long as it should be, but with other bytes.
 * - `truncated`: shorter or longer than it should be.
 * - `missing`: named, but not there.
 * - `foreign`: in the store, but no blob of it: under no address, or under that of other bytes that nobody names.
 * - `unreadable`: a manifest or a record that is none.
 */
export type Fault = 'flipped' | 'truncated' | 'missing' | 'foreign' | 'unreadable';

export interface Finding {
  readonly fault: Fault;
  readonly path: string;
  /** Artefacts that name it; none when only a record of an older run does. */
  readonly artefacts: readonly ManifestAddress[];
  /** Files of the records that name it, or that are the fault themselves. */
  readonly records: readonly string[];
}

export interface Verification {
  /** Blobs that were read, and their bytes. */
  readonly blobs: number;
  readonly bytes: number;
  /** Blobs that are whole but that neither a manifest nor a record names, as a killed run leaves them. */
  readonly unnamed: number;
  readonly findings: readonly Finding[];
}

interface Named {
  readonly bytes: number | null;
  readonly artefacts: ManifestAddress[];
  readonly records: string[];
}

/** Reads every blob and holds it against its address and against what manifests and records say of it. */
export async function verifyStore(
  store: Store,
  manifestRoot: string,
  signal: AbortSignal,
): Promise<Verification> {
  const named = new Map<Digest, Named>();
  const findings: Finding[] = [
    ...(await nameByManifests(manifestRoot, named)),
    ...(await nameByRecords(store, named)),
  ];
  const seen = new Set<string>();
  const count = { blobs: 0, bytes: 0, unnamed: 0 };
  for (const entry of await entriesOf(store, 'blobs')) {
    signal.throwIfAborted();
    const { fault, bytes, name } = await inspectBlob(entry, named);
    if (entry.hash !== null) seen.add(entry.hash);
    count.blobs += 1;
    count.bytes += bytes;
    if (fault === null && name === undefined) count.unnamed += 1;
    if (fault !== null) findings.push(findingOf(fault, entry.path, name));
  }
  for (const [digest, name] of named)
    if (!seen.has(digest)) findings.push(findingOf('missing', store.blobPath(digest), name));
  return { ...count, findings };
}

function findingOf(fault: Fault, path: string, name: Named | undefined): Finding {
  return { fault, path, artefacts: name?.artefacts ?? [], records: name?.records ?? [] };
}

async function nameByManifests(root: string, named: Map<Digest, Named>): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const file of await manifestFiles(root)) {
    const manifest = await readManifest(file).catch((error: unknown) => {
      if (error instanceof NewerFormatError) throw error;
      return describeError(error);
    });
    if (typeof manifest === 'string')
      findings.push({ fault: 'unreadable', path: file, artefacts: addressOf(root, file), records: [] });
    else if (manifest !== null) nameByManifest(manifest, named);
  }
  return findings;
}

/** Where a manifest lies says which one it is. */
function addressOf(root: string, file: string): readonly ManifestAddress[] {
  const [pipelineName, recipe, stage, ...rest] = relative(root, file)
    .replace(/\.json$/, '')
    .split(sep);
  return pipelineName && recipe && stage && rest.length === 0
    ? [{ pipeline: pipelineName, recipe, stage }]
    : [];
}

function nameByManifest(
  { pipeline: name, recipe, stage, shards, files }: Manifest,
  named: Map<Digest, Named>,
) {
  const address = { pipeline: name, recipe, stage };
  const blobs = [
    ...shards.map((shard) => [shard.sha256, shard.bytes] as const),
    ...Object.values(files).map((digest) => [digest, null] as const),
  ];
  for (const [digest, bytes] of blobs) {
    const entry = nameIn(named, digest, bytes);
    if (
      !entry.artefacts.some(
        (known) => known.recipe === recipe && known.stage === stage && known.pipeline === name,
      )
    )
      entry.artefacts.push(address);
  }
}

async function nameByRecords(store: Store, named: Map<Digest, Named>): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { path, hash } of await entriesOf(store, 'shards')) {
    const shards = hash === null ? null : await readRecord(path);
    if (shards === null) findings.push({ fault: 'unreadable', path, artefacts: [], records: [path] });
    for (const { sha256, bytes } of shards ?? []) nameIn(named, sha256, bytes).records.push(path);
  }
  return findings;
}

function nameIn(named: Map<Digest, Named>, digest: Digest, bytes: number | null): Named {
  const known = named.get(digest);
  if (known !== undefined) return known;
  const fresh = { bytes, artefacts: [], records: [] };
  named.set(digest, fresh);
  return fresh;
}

async function inspectBlob({ path, hash }: Entry<'blobs'>, named: ReadonlyMap<Digest, Named>) {
  const { size } = await stat(path);
  const name = hash === null ? undefined : named.get(hash);
  const isWhole = hash !== null && (await hashFile(path)) === hash;
  return { fault: faultOf(isWhole, size, name), bytes: size, name };
}

function faultOf(isWhole: boolean, size: number, name: Named | undefined): Fault | null {
  if (isWhole) return null;
  if (name === undefined) return 'foreign';
  return name.bytes === null || name.bytes === size ? 'flipped' : 'truncated';
}

/** What a repair has done, and what is left to do. */
export interface Repair {
  /** Blobs that came from the remote behind the store. */
  readonly brought: number;
  /** The artefacts whose stages are to run. */
  readonly artefacts: readonly ManifestAddress[];
}

/**
 * Removes what is damaged, and brings it from the remote behind the store. What that has not goes with the records that
 * lead to it, so that the next run of a stage makes exactly that anew.
 */
export async function repairStore(store: Store, findings: readonly Finding[]): Promise<Repair> {
  if (findings.length === 0) return { brought: 0, artefacts: [] };
  await store.renewIdentity();
  const left: Finding[] = [];
  for (const finding of findings) {
    const { fault, path, records } = finding;
    if (fault !== 'missing') await rm(path, { force: true, recursive: true });
    if (await bringBack(store, finding)) continue;
    for (const record of records) await rm(record, { force: true });
    left.push(finding);
  }
  const key = ({ pipeline: name, recipe, stage }: ManifestAddress) => [name, recipe, stage].join('/');
  const artefacts = left.flatMap((finding) => finding.artefacts);
  return {
    brought: findings.length - left.length,
    artefacts: [...new Map(artefacts.map((each) => [key(each), each])).values()],
  };
}

/** @returns whether the blob is here again */
async function bringBack({ remote }: Store, { fault, path }: Finding): Promise<boolean> {
  const isBlob = fault === 'flipped' || fault === 'truncated' || fault === 'missing';
  if (remote === null || !isBlob) return false;
  return (await remote.bringBlob({ sha256: parseDigest(basename(path)), bytes: null })) === null;
}
