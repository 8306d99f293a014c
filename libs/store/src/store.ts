import { randomUUID } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { readableJson } from './canonical-json.ts';
import { sha256, type Digest, type Fingerprint } from './fingerprint.ts';
import { publish, publishNew } from './publish.ts';
import { isMissing, readTextIfThere } from './read-if-there.ts';
import { shardRecordSchema, type Shard } from './shard.ts';

/** Where artefacts live: blobs by the hash of their bytes, and what each computation gave by its fingerprint. */
export interface Store {
  readonly root: string;
  /** What tells this store from any other, also from one that was here before and was deleted. */
  identity(): Promise<string>;
  blobPath(digest: Digest): string;
  putBlob(bytes: Uint8Array): Promise<{ sha256: Digest; bytes: number }>;
  readBlob(digest: Digest): Promise<Buffer>;
  hasBlob(digest: Digest, bytes: number): Promise<boolean>;
  /** What the computation of this fingerprint gave, if it is known and all its blobs are there. */
  find(fingerprint: Fingerprint): Promise<readonly Shard[] | null>;
  record(fingerprint: Fingerprint, shards: readonly Shard[]): Promise<void>;
  checkpointFolder(fingerprint: Fingerprint): string;
}

/** Opens the store in `root`; folders appear as they are needed. */
export function openStore(root: string): Store {
  const address = (kind: string, hash: string) => join(root, kind, hash.slice(0, 2), hash);
  const blobPath = (digest: Digest) => address('blobs', digest);
  const recordPath = (fingerprint: Fingerprint) => `${address('shards', fingerprint)}.json`;

  const hasBlob = async (digest: Digest, bytes: number) => (await sizeOf(blobPath(digest))) === bytes;

  return {
    root,
    identity: () => identityOf(join(root, 'identity')),
    blobPath,
    hasBlob,
    readBlob: (digest) => readFile(blobPath(digest)),
    checkpointFolder: (fingerprint) => address('checkpoints', fingerprint),

    async putBlob(bytes) {
      const digest = sha256(bytes);
      if (!(await hasBlob(digest, bytes.byteLength))) await publish(blobPath(digest), bytes);
      return { sha256: digest, bytes: bytes.byteLength };
    },

    async find(fingerprint) {
      const text = await readTextIfThere(recordPath(fingerprint));
      if (text === null) return null;
      const { shards } = shardRecordSchema.parse(JSON.parse(text));
      const present = await Promise.all(shards.map((shard) => hasBlob(shard.sha256, shard.bytes)));
      return present.every(Boolean) ? shards : null;
    },

    async record(fingerprint, shards) {
      await publish(recordPath(fingerprint), readableJson({ shards }));
    },
  };
}

/** Drawn by whoever asks first. */
async function identityOf(file: string): Promise<string> {
  const known = await readTextIfThere(file);
  if (known !== null) return known;
  await publishNew(file, randomUUID());
  return identityOf(file);
}

async function sizeOf(file: string): Promise<number | null> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
