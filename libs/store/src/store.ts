import { randomUUID } from 'node:crypto';
import { type Stats, statSync } from 'node:fs';
import { join } from 'node:path';

import { checkBlob, readChecked } from './check-blob.ts';
import type { Digest, Fingerprint } from './digest.ts';
import { sha256 } from './fingerprint.ts';
import { publish, publishNew } from './publish/publish.ts';
import { readTextIfThere } from './read-if-there.ts';
import { parseRecord } from './record.ts';
import { sealedJson } from './sealed-json.ts';
import type { Shard } from './shard.ts';
import type { TakeBytes } from './take-bytes.ts';

/** Where artefacts live: blobs by the hash of their bytes, and what each computation gave by its fingerprint. */
export interface Store {
  readonly root: string;
  /** What tells this store from any other, also from one that was here before and was deleted. */
  identity(): Promise<string>;
  /** Makes it another store: what was noted of it elsewhere, as by Nx, no longer counts. To be done before things are removed. */
  renewIdentity(): Promise<void>;
  blobPath(digest: Digest): string;
  putBlob(bytes: Uint8Array): Promise<{ sha256: Digest; bytes: number }>;
  /** Throws when the bytes are not those that the digest names. They lie in memory that `take` gives. */
  readBlob(digest: Digest, take?: TakeBytes): Promise<Buffer>;
  /** The same check for a blob that somebody else reads. */
  checkBlob(digest: Digest): Promise<void>;
  hasBlob(digest: Digest, bytes: number): Promise<boolean>;
  /** What the computation of this fingerprint gave, if it is known and all its blobs are there. */
  find(fingerprint: Fingerprint): Promise<readonly Shard[] | null>;
  record(fingerprint: Fingerprint, shards: readonly Shard[]): Promise<void>;
  /** When that was, in milliseconds since 1970; null when there is no record. */
  recordedAt(fingerprint: Fingerprint): Promise<number | null>;
  checkpointFolder(fingerprint: Fingerprint): string;
  /** Notes beside the checkpoints what the computation reads, so that it stays as long as they do. */
  keepCheckpointInputs(fingerprint: Fingerprint, inputs: readonly Digest[]): Promise<void>;
}

/** In a folder of checkpoints: the digests of the blobs from which the computation goes on. */
export const CHECKPOINT_INPUTS = 'inputs.json';

/** Opens the store in `root`; folders appear as they are needed. */
export function openStore(root: string): Store {
  const address = (kind: string, hash: string) => join(root, kind, hash.slice(0, 2), hash);
  const blobPath = (digest: Digest) => address('blobs', digest);
  const recordPath = (fingerprint: Fingerprint) => `${address('shards', fingerprint)}.json`;

  const hasBlob = async (digest: Digest, bytes: number) => statIfThere(blobPath(digest))?.size === bytes;

  return {
    root,
    identity: () => identityOf(join(root, 'identity')),
    renewIdentity: () => publish(join(root, 'identity'), randomUUID()),
    blobPath,
    hasBlob,
    readBlob: (digest, take) => readChecked(blobPath(digest), digest, take),
    checkBlob: (digest) => checkBlob(blobPath(digest), digest),
    checkpointFolder: (fingerprint) => address('checkpoints', fingerprint),
    keepCheckpointInputs: (fingerprint, inputs) =>
      publish(join(address('checkpoints', fingerprint), CHECKPOINT_INPUTS), JSON.stringify(inputs)),

    async putBlob(bytes) {
      const digest = sha256(bytes);
      if (!(await hasBlob(digest, bytes.byteLength))) await publish(blobPath(digest), bytes);
      return { sha256: digest, bytes: bytes.byteLength };
    },

    async find(fingerprint) {
      const shards = await readRecord(recordPath(fingerprint));
      if (shards === null) return null;
      const present = await Promise.all(shards.map((shard) => hasBlob(shard.sha256, shard.bytes)));
      return present.every(Boolean) ? shards : null;
    },

    async record(fingerprint, shards) {
      await publish(recordPath(fingerprint), sealedJson({ shards }));
    },

    recordedAt: async (fingerprint) => statIfThere(recordPath(fingerprint))?.mtimeMs ?? null,
  };
}

/** Drawn by whoever asks first. */
async function identityOf(file: string): Promise<string> {
  const known = await readTextIfThere(file);
  if (known !== null) return known;
  await publishNew(file, randomUUID());
  return identityOf(file);
}

/**
 * What a record says; null when there is none, or one that a disk has damaged or another version of the program
 * wrote: then it is computed again.
 */
export async function readRecord(file: string): Promise<readonly Shard[] | null> {
  const text = await readTextIfThere(file);
  return text === null ? null : parseRecord(text);
}

/** Synchronous, as thousands of files are asked for and a promise for each takes three times as long. */
function statIfThere(file: string): Stats | null {
  return statSync(file, { throwIfNoEntry: false }) ?? null;
}
