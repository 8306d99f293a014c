import type { TakeBytes } from '../files/take-bytes.ts';
import type { Digest, Fingerprint } from '../fingerprint/digest.ts';
import { sealedJson } from '../manifest/sealed-json.ts';
import type { Shard } from '../manifest/shard.ts';
import { publish } from '../publish/publish.ts';
import { fetchBlob, type NamedBlob } from './fetch-blob.ts';
import { lookThere } from './look-there.ts';
import { openRemote } from './open-remote.ts';
import type { RequestOptions } from './remote.ts';
import type { RemoteAddress } from './remote-address.ts';
import type { RemoteFault } from './remote-fault.ts';
import { blobKey } from './remote-keys.ts';
import { sendShards, type Sent } from './send-shards.ts';
import { openUnsentList } from './unsent.ts';

/** What the store in front of a remote does for it. */
export interface LocalStore {
  readonly root: string;
  blobPath(digest: Digest): string;
  recordPath(fingerprint: Fingerprint): string;
  hasBlob(digest: Digest, bytes: number): Promise<boolean>;
  /** Verified, in memory that `take` gives. */
  readBlob(digest: Digest, take?: TakeBytes): Promise<Buffer>;
  readRecord(fingerprint: Fingerprint): Promise<readonly Shard[] | null>;
}

export interface LookOptions extends RequestOptions {
  /** Hears of each object that is lost or damaged. */
  onFault?(fault: RemoteFault): void;
}

export interface BringOptions extends LookOptions {
  /** Hears of each blob that has come. */
  onBlob?(blob: Shard): void;
}

/** A remote as the store in front of it uses it. Its methods throw a RemoteError where it does not answer. */
export interface StoreRemote {
  readonly address: RemoteAddress;
  /** Throws where the remote cannot be used. */
  check(): Promise<void>;
  /** Sends what earlier runs have kept here alone; nothing in mode "read". @returns how many computations */
  sendUnsent(): Promise<number>;
  /** What the remote's record of a computation says; null when it has none, or none that is sound. */
  look(fingerprint: Fingerprint, options?: LookOptions): Promise<readonly Shard[] | null>;
  /** Of these shards those whose blobs are not here. */
  lacking(shards: readonly Shard[]): Promise<readonly Shard[]>;
  /** Brings here what a computation gave: its blobs, verified, then its record. @returns whether all of it was sound */
  bring(fingerprint: Fingerprint, shards: readonly Shard[], options?: BringOptions): Promise<boolean>;
  /** Brings one blob. @returns what is wrong with it there; null when it is here */
  bringBlob(blob: NamedBlob): Promise<RemoteFault | null>;
  /** The bytes of a blob, which do not stay here; null when there are none. They are not verified. */
  readBlob(digest: Digest): Promise<Uint8Array | null>;
  /** Sends what a computation gave, unless the mode is "read"; `replace` writes over what is there. */
  send(
    fingerprint: Fingerprint,
    shards: readonly Shard[],
    options?: { readonly replace?: boolean },
  ): Promise<Sent>;
  /** Notes that a computation is still to be sent: before it is recorded here. */
  noteUnsent(fingerprint: Fingerprint): Promise<void>;
}

/** Joins a store with the remote behind it. */
export function joinRemote(local: LocalStore, address: RemoteAddress): StoreRemote {
  const remote = openRemote(address.url);
  const unsent = openUnsentList(local.root);
  const isWritten = address.mode === 'write';

  const send: StoreRemote['send'] = async (fingerprint, shards, options) => {
    if (!isWritten) return { blobs: 0, bytes: 0, there: 0 };
    const sent = await sendShards(remote, fingerprint, shards, {
      ...options,
      readBlob: (digest) => local.readBlob(digest),
    });
    await unsent.remove(fingerprint);
    return sent;
  };
  const lacking = async (shards: readonly Shard[]) => {
    const here = await Promise.all(shards.map(({ sha256, bytes }) => local.hasBlob(sha256, bytes)));
    return shards.filter((_, i) => !here[i]);
  };

  return {
    address,
    send,
    lacking,
    check: () => remote.check(address.mode),
    noteUnsent: async (fingerprint) => (isWritten ? unsent.add(fingerprint) : undefined),
    bringBlob: (blob) => fetchBlob(remote, blob, local.blobPath(blob.sha256)),
    readBlob: (digest) => remote.read(blobKey(digest)),

    async sendUnsent() {
      const left = isWritten ? await unsent.all() : [];
      for (const fingerprint of left) {
        const shards = await local.readRecord(fingerprint);
        if (shards === null)
          await unsent.remove(fingerprint); // it was never recorded, or is garbage by now
        else await send(fingerprint, shards);
      }
      return left.length;
    },

    async look(fingerprint, { onFault, ...options } = {}) {
      const found = await lookThere(remote, fingerprint, options);
      if (found === null || !('object' in found)) return found;
      onFault?.(found);
      return null;
    },

    async bring(fingerprint, shards, { onFault, onBlob, signal } = {}) {
      for (const shard of await lacking(shards)) {
        signal?.throwIfAborted();
        const fault = await fetchBlob(remote, shard, local.blobPath(shard.sha256), {
          ...(signal && { signal }),
        });
        if (fault !== null) {
          onFault?.(fault);
          return false;
        }
        onBlob?.(shard);
      }
      await publish(local.recordPath(fingerprint), sealedJson({ shards }));
      return true;
    },
  };
}
