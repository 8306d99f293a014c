import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import { publish, readIfThere, sha256, type Shard, type Store } from '@tintype/store';

/** When something was made, in milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Result files that say when they were made. No blob holds a time: two runs would give other bytes. */
export interface DatedFiles {
  includes(path: string): boolean;
  /** The file with times in `span`, or with those of its blob. */
  date(bytes: Uint8Array, span: Span | null): Uint8Array;
}

export interface Results {
  /** By their paths in the folder. */
  readonly files: Readonly<Record<string, Shard>>;
  readonly dated: DatedFiles | null;
  /** What the computations took that made shards in this run, by fingerprint; milliseconds. */
  readonly took: ReadonlyMap<string, number>;
}

/** Copies shards out of the store under names for people; a file that is right already is left as it is. */
export async function layOutResults(
  { files, dated, took }: Results,
  folder: string,
  store: Store,
): Promise<void> {
  for (const [name, shard] of Object.entries(files)) {
    const file = join(folder, name);
    const dates = dated?.includes(name) ? dated : null;
    if (await isRight(file, shard, dates)) continue;
    const blob = await store.readBlob(shard.sha256);
    await publish(file, dates ? dates.date(blob, await spanOf(shard, store, took)) : blob);
  }
}

async function isRight(file: string, { sha256: digest }: Shard, dates: DatedFiles | null): Promise<boolean> {
  const bytes = await readIfThere(file);
  if (bytes === null) return false;
  const isBlob = sha256(bytes) === digest;
  if (dates === null) return isBlob;
  return !isBlob && sha256(undated(bytes, dates)) === digest; // the blob itself has no times yet
}

/** A file as its blob is; of what is no such file any more nothing. */
export function undated(bytes: Uint8Array, { date }: DatedFiles): Uint8Array {
  try {
    return date(bytes, null);
  } catch {
    return new Uint8Array();
  }
}

/** A blob is written as soon as it is made. */
async function spanOf(
  { sha256: digest, fingerprint }: Shard,
  store: Store,
  took: Results['took'],
): Promise<Span> {
  const { mtimeMs: to } = await stat(store.blobPath(digest));
  return { from: to - (took.get(fingerprint) ?? 0), to };
}
