import { randomUUID } from 'node:crypto';
import { type Stats, statSync } from 'node:fs';
import { join } from 'node:path';

import { checkBlob, readChecked } from './check-blob.ts';
import { readTextIfThere } from './files/read-if-there.ts';
import type { TakeBytes } from './files/take-bytes.ts';
import type { Digest, Fingerprint } from './fingerprint/digest.ts';
import { sha256 } from './fingerprint/fingerprint.ts';
import { parseRecord } from './manifest/record.ts';
import { sealedJson } from './manifest/sealed-json.ts';
import type { Shard } from './manifest/shard.ts';
import { publish, publishAll, publishNew } from './publish/publish.ts';
import type { RemoteAddress } from './remote/remote-address.ts';
import { describeFault } from './remote/remote-fault.ts';
import { joinRemote, type LocalStore, type StoreRemote } from './remote/store-remote.ts';

/** Where artefacts live: blobs by the hash of their bytes, and what each computation gave by its fingerprint. */
export interface Store {
  readonly root: string;
  /** What lies behind this store; null without one. */
  readonly remote: StoreRemote | null;
  /** What tells this store from any other, also from one that was here before and was deleted. */
  identity(): Promise<string>;
  /** Makes it another store: what was noted of it elsewhere, as by Nx, no longer counts. To be done before things are removed. */
  renewIdentity(): Promise<void>;
  blobPath(digest: Digest): string;
  putBlob(bytes: Uint8Array): Promise<{ sha256: Digest; bytes: number }>;
  /**
   * Puts what computations gave, and records it. All of it outlasts a loss of power when this is done, for about as many
   * waits for the disk as one blob takes. → the shards of each
   */
  keep(computed: readonly Computed[]): Promise<readonly (readonly Shard[])[]>;
  /**
   * Throws when the bytes are not those that the digest names. They lie in memory that `take` gives. A blob that is not
   * here is brought from the remote.
   */
  readBlob(digest: Digest, take?: TakeBytes): Promise<Buffer>;
  /** The same check for a blob that somebody else reads. */
  checkBlob(digest: Digest): Promise<void>;
  hasBlob(digest: Digest, bytes: number): Promise<boolean>;
  /** Whether there is a blob of this name here, however long. */
  isThere(digest: Digest): Promise<boolean>;
  /** What the computation of this fingerprint gave, if it is known and all its blobs are in this store. */
  look(fingerprint: Fingerprint): Promise<readonly Shard[] | null>;
  /** The same; else what the remote has of it, brought here and verified. */
  find(fingerprint: Fingerprint): Promise<readonly Shard[] | null>;
  /** Keeps what a computation gave here, and then in the remote. */
  record(fingerprint: Fingerprint, shards: readonly Shard[]): Promise<void>;
  /** When that was, in milliseconds since 1970; null when there is no record. */
  recordedAt(fingerprint: Fingerprint): Promise<number | null>;
  checkpointFolder(fingerprint: Fingerprint): string;
  /** Notes beside the checkpoints what the computation reads, so that it stays as long as they do. */
  keepCheckpointInputs(fingerprint: Fingerprint, inputs: readonly Digest[]): Promise<void>;
}

/** What a computation gave, before it is in the store. */
export interface Computed {
  readonly fingerprint: Fingerprint;
  readonly outputs: readonly (Omit<Shard, 'fingerprint' | 'sha256' | 'bytes'> & {
    readonly bytes: Uint8Array;
  })[];
}

/** In a folder of checkpoints: the digests of the blobs from which the computation goes on. */
export const CHECKPOINT_INPUTS = 'inputs.json';

/** Opens the store in `root`, in front of a remote if there is one; folders appear as they are needed. */
export function openStore(root: string, address: RemoteAddress | null = null): Store {
  const local = openLocal(root);
  const { blobPath, recordPath, hasBlob } = local;
  const remote = address === null ? null : joinRemote(local, address);
  const checkpoints = (fingerprint: Fingerprint) => addressIn(root, 'checkpoints', fingerprint);

  const look = async (fingerprint: Fingerprint) => {
    const shards = await local.readRecord(fingerprint);
    if (shards === null) return null;
    const present = await Promise.all(shards.map((shard) => hasBlob(shard.sha256, shard.bytes)));
    return present.every(Boolean) ? shards : null;
  };

  return {
    ...{ root, remote, look, blobPath, hasBlob },
    identity: () => identityOf(join(root, 'identity')),
    renewIdentity: () => publish(join(root, 'identity'), randomUUID()),
    isThere: async (digest) => statIfThere(blobPath(digest)) !== null,
    checkpointFolder: checkpoints,
    keepCheckpointInputs: (fingerprint, inputs) =>
      publish(join(checkpoints(fingerprint), CHECKPOINT_INPUTS), JSON.stringify(inputs)),

    async readBlob(digest, take) {
      await bringLost(digest, local, remote);
      return local.readBlob(digest, take);
    },
    async checkBlob(digest) {
      await bringLost(digest, local, remote);
      return checkBlob(blobPath(digest), digest);
    },

    async putBlob(bytes) {
      const digest = sha256(bytes);
      if (!(await hasBlob(digest, bytes.byteLength))) await publish(blobPath(digest), bytes);
      return { sha256: digest, bytes: bytes.byteLength };
    },

    async keep(computed) {
      const blobs = new Map<string, Uint8Array>();
      const kept = computed.map(({ fingerprint, outputs }) =>
        outputs.map(({ bytes, ...described }) => {
          const digest = sha256(bytes);
          blobs.set(blobPath(digest), bytes);
          return { ...described, fingerprint, sha256: digest, bytes: bytes.byteLength };
        }),
      );
      for (const { fingerprint } of computed) await remote?.noteUnsent(fingerprint);
      const missing = [...blobs].filter(([path, { byteLength }]) => statIfThere(path)?.size !== byteLength);
      const records = computed.map(
        ({ fingerprint }, i) => [recordPath(fingerprint), sealedJson({ shards: kept[i] })] as const,
      );
      await publishAll([...missing, ...records].map(([file, bytes]) => ({ file, bytes })));
      for (const [i, { fingerprint }] of computed.entries()) await remote?.send(fingerprint, kept[i] ?? []);
      return kept;
    },

    async find(fingerprint) {
      const here = await look(fingerprint);
      if (here !== null || remote === null) return here;
      const there = await remote.look(fingerprint);
      return there !== null && (await remote.bring(fingerprint, there)) ? there : null;
    },

    async record(fingerprint, shards) {
      await remote?.noteUnsent(fingerprint);
      await publish(recordPath(fingerprint), sealedJson({ shards }));
      await remote?.send(fingerprint, shards);
    },

    recordedAt: async (fingerprint) => statIfThere(recordPath(fingerprint))?.mtimeMs ?? null,
  };
}

function openLocal(root: string): LocalStore {
  const blobPath = (digest: Digest) => addressIn(root, 'blobs', digest);
  const recordPath = (fingerprint: Fingerprint) => `${addressIn(root, 'shards', fingerprint)}.json`;
  return {
    ...{ root, blobPath, recordPath },
    hasBlob: async (digest, bytes) => statIfThere(blobPath(digest))?.size === bytes,
    readBlob: (digest, take) => readChecked(blobPath(digest), digest, take),
    readRecord: (fingerprint) => readRecord(recordPath(fingerprint)),
  };
}

function addressIn(root: string, kind: string, hash: string): string {
  return join(root, kind, hash.slice(0, 2), hash);
}

/** A blob that a manifest names and that is gone comes back from the remote. */
async function bringLost(
  digest: Digest,
  { blobPath }: LocalStore,
  remote: StoreRemote | null,
): Promise<void> {
  if (remote === null || statIfThere(blobPath(digest)) !== null) return;
  const fault = await remote.bringBlob({ sha256: digest, bytes: null });
  if (fault !== null)
    throw new Error(
      `${blobPath(digest)}: expected a blob, found none, nor in the remote: ${describeFault(fault)}; run "npx tintype verify --repair", which has it made again`,
    );
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
