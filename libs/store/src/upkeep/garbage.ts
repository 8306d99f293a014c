import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import { describeError } from '../files/error-facts.ts';
import { isMissing } from '../files/read-if-there.ts';
import type { Digest, Fingerprint } from '../fingerprint/digest.ts';
import type { Manifest } from '../manifest/manifest-text.ts';
import { CHECKPOINT_INPUTS, readRecord, type Store } from '../store.ts';
import { entriesOf, type Entry, type Kind } from './contents.ts';

export interface GarbageOptions {
  /** What was written after this, in milliseconds since 1970, stays. */
  readonly before: number;
}

/** Files of the store that nothing needs. */
export interface Garbage {
  readonly blobs: readonly string[];
  readonly records: readonly string[];
  /** Folders of trainings that have ended since. */
  readonly checkpoints: readonly string[];
  /** Of blobs and what else is listed here. */
  readonly bytes: number;
  /** Blobs that stay, and their bytes. */
  readonly kept: { readonly blobs: number; readonly bytes: number };
}

/**
 * Finds what no manifest and no checkpoint needs and what is not young. Of a computation that a manifest names all
 * blobs stay, since it is reused as a whole.
 */
export async function planGarbage(
  store: Store,
  manifests: readonly Manifest[],
  { before }: GarbageOptions,
): Promise<Garbage> {
  const isYoung = async ({ path }: Entry) => (await stat(path)).mtimeMs > before;
  const checkpoints = await entriesOf(store, 'checkpoints');
  const needed = new Set([...neededBy(manifests), ...(await neededByCheckpoints(checkpoints))]);
  const named = new Set(manifests.flatMap(({ shards }) => shards.map(({ fingerprint }) => fingerprint)));
  const records = await sortRecords(store, { named, needed, isYoung });
  const blobs = await sorted(await entriesOf(store, 'blobs'), async (entry) => {
    if (entry.hash === null) return !isLeftOver(entry); // foreign files are told by verify
    return records.blobs.has(entry.hash) || needed.has(entry.hash) || isYoung(entry);
  });
  const ended = checkpoints.filter(({ hash }) => hash !== null && records.known.has(hash));
  return {
    blobs: pathsOf(blobs.rest),
    records: pathsOf(records.rest),
    checkpoints: pathsOf(ended),
    bytes: await bytesOf([...blobs.rest, ...records.rest]),
    kept: { blobs: blobs.stay.length, bytes: await bytesOf(blobs.stay) },
  };
}

/** Records first: none may lead to a blob that is gone. */
export async function removeGarbage(store: Store, { records, blobs, checkpoints }: Garbage): Promise<void> {
  const paths = [...records, ...blobs, ...checkpoints];
  if (paths.length === 0) return;
  await store.renewIdentity();
  for (const path of paths) await rm(path, { force: true, recursive: true });
}

function neededBy(manifests: readonly Manifest[]): readonly Digest[] {
  return manifests.flatMap(({ shards, files }) => [
    ...shards.map(({ sha256 }) => sha256),
    ...Object.values(files),
  ]);
}

const inputsSchema = z.array(z.string().transform((value) => value as Digest));

/** What an unfinished training was reading, by the list that it keeps beside its checkpoints. */
async function neededByCheckpoints(checkpoints: readonly Entry<'checkpoints'>[]): Promise<readonly Digest[]> {
  const lists = await Promise.all(
    checkpoints.map(async ({ path }) => {
      try {
        return inputsSchema.parse(JSON.parse(await readFile(join(path, CHECKPOINT_INPUTS), 'utf8')));
      } catch (error) {
        if (isMissing(error)) return []; // of a version that did not keep it
        throw new Error(
          `${join(path, CHECKPOINT_INPUTS)}: expected the list of what an unfinished training reads: ${describeError(error)}; finish the training or delete its folder`,
          { cause: error },
        );
      }
    }),
  );
  return lists.flat();
}

interface Keep {
  /** In manifests. */
  readonly named: ReadonlySet<Fingerprint>;
  /** By something. */
  readonly needed: ReadonlySet<Digest>;
  isYoung(entry: Entry): Promise<boolean>;
}

async function sortRecords(store: Store, { named, needed, isYoung }: Keep) {
  const blobs = new Set<Digest>();
  const known = new Set<Fingerprint>();
  const { rest } = await sorted(await entriesOf(store, 'shards'), async (entry) => {
    if (entry.hash === null) return !isLeftOver(entry);
    const shards = (await readRecord(entry.path)) ?? [];
    known.add(entry.hash);
    const isHarmless = shards.length > 0 && shards.every(({ sha256 }) => needed.has(sha256)); // holds back no blob
    const stays = named.has(entry.hash) || isHarmless || (await isYoung(entry));
    if (stays) for (const { sha256 } of shards) blobs.add(sha256);
    return stays;
  });
  return { blobs, known, rest };
}

async function sorted<K extends Kind>(
  entries: readonly Entry<K>[],
  stays: (entry: Entry<K>) => Promise<boolean>,
) {
  const [stay, rest]: [Entry<K>[], Entry<K>[]] = [[], []];
  for (const entry of entries) ((await stays(entry)) ? stay : rest).push(entry);
  return { stay, rest };
}

/** A temporary file of a process that is no more. */
function isLeftOver({ path }: Entry): boolean {
  return path.endsWith('.tmp');
}

function pathsOf(entries: readonly Entry[]): readonly string[] {
  return entries.map(({ path }) => path);
}

async function bytesOf(entries: readonly Entry[]): Promise<number> {
  const sizes = await Promise.all(entries.map(async ({ path }) => (await stat(path)).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
