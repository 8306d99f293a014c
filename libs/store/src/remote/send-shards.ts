import { describeError } from '../files/error-facts.ts';
import { FILES_AT_ONCE, mapConcurrently } from '../files/map-concurrently.ts';
import type { Digest, Fingerprint } from '../fingerprint/digest.ts';
import { sealedJson } from '../manifest/sealed-json.ts';
import type { Shard } from '../manifest/shard.ts';
import type { Remote } from './remote.ts';
import { RemoteError } from './remote-error.ts';
import { blobKey, recordKey } from './remote-keys.ts';

/** What was sent, and what was there already. */
export interface Sent {
  readonly blobs: number;
  readonly bytes: number;
  readonly there: number;
}

export interface SendOptions {
  /** Bytes of a blob of the store, verified. */
  readBlob(digest: Digest): Promise<Uint8Array>;
  /** Whether objects that are there are written anew, as they are damaged. */
  readonly replace?: boolean;
}

/** Sends what a computation gave: its blobs first, then the record that names them. */
export async function sendShards(
  remote: Remote,
  fingerprint: Fingerprint,
  shards: readonly Shard[],
  options: SendOptions,
): Promise<Sent> {
  try {
    const sent = await sendBlobs(remote, shards, options);
    const text = sealedJson({ shards });
    await remote.write(recordKey(fingerprint), Buffer.from(text), { replace: options.replace ?? false });
    return sent;
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    throw new RemoteError(
      `cannot be sent: ${describeError(error)}. What was computed is kept here: run again to send it, or "npx tintype push" for the recipe`,
      { cause: error, exitCode: error.exitCode },
    );
  }
}

/** Sends the blobs that are not there. */
export async function sendBlobs(
  remote: Remote,
  blobs: readonly Pick<Shard, 'sha256' | 'bytes'>[],
  options: SendOptions,
): Promise<Sent> {
  const unique = [...new Map(blobs.map((blob) => [blob.sha256, blob])).values()];
  const written = await mapConcurrently(unique, FILES_AT_ONCE, (blob) => sendBlob(remote, blob, options));
  return {
    blobs: written.filter(Boolean).length,
    bytes: unique.reduce((sum, { bytes }, i) => sum + (written[i] ? bytes : 0), 0),
    there: written.filter((isNew) => !isNew).length,
  };
}

/** Of an object of another length than the blob nothing is right. */
async function sendBlob(
  remote: Remote,
  { sha256, bytes }: Pick<Shard, 'sha256' | 'bytes'>,
  { readBlob, replace = false }: SendOptions,
): Promise<boolean> {
  const there = replace ? null : await remote.size(blobKey(sha256));
  if (there === bytes) return false;
  return remote.write(blobKey(sha256), await readBlob(sha256), { replace: replace || there !== null });
}
