import { checkArrowBytes, hasArrowMagic } from '@tintype/records';
import { checkArrowFile, isArrowFile } from '@tintype/records/node';
import { describeError, hashFile, readFileInto, readIfThere, sha256, type Store } from '@tintype/store';

import type { Input, ReusableInput } from './compute.ts';
import type { ShardInput } from './shard-task.ts';

/** Files whose bytes were found to be those of their address. Blobs never change, so once is enough. */
export type Verified = Set<string>;

type Blobs = Pick<Store, 'blobPath' | 'readBlob' | 'checkBlob'>;

/** An input as a computation reads it. A flipped bit must not get into a new shard, whose digest would vouch for it. */
export function openInput(input: ShardInput, store: Blobs, verified: Verified): Input {
  const { name, sha256: digest } = input;
  return input.path === undefined
    ? openBlob(input, store, verified)
    : openOutsideFile({ name, sha256: digest, path: input.path });
}

function openBlob({ name, sha256: digest }: ShardInput, store: Blobs, verified: Verified): Input {
  const path = store.blobPath(digest);
  return {
    name,
    sha256: digest,
    async read(take) {
      if (verified.has(path)) return readFileInto(path, take);
      const bytes = await store.readBlob(digest, take);
      if (hasArrowMagic(bytes)) checkArrowBytes(bytes, name);
      verified.add(path);
      return bytes;
    },
    async file() {
      if (verified.has(path)) return path;
      await store.checkBlob(digest);
      if (isArrowFile(path)) checkArrowFile(path);
      verified.add(path);
      return path;
    },
  };
}

/** A file that `ingest` listed; it is somebody else's, and may have changed since. */
function openOutsideFile({ name, sha256: digest, path }: Required<ShardInput>): Input {
  return {
    name,
    sha256: digest,
    async read(take) {
      const bytes = await readFileInto(path, take).catch((cause: unknown) => explainUnreadable(path, cause));
      if (sha256(bytes) !== digest) refuseChanged(path);
      return bytes;
    },
    async file() {
      const found = await hashFile(path).catch((cause: unknown) => explainUnreadable(path, cause));
      if (found !== digest) refuseChanged(path);
      return path;
    },
  };
}

function explainUnreadable(path: string, cause: unknown): never {
  throw new Error(`${path}: cannot be read any more (${describeError(cause)}); run ingest again`, { cause });
}

function refuseChanged(path: string): never {
  throw new Error(`${path}: the file has changed since ingest saw it; run ingest again`);
}

/** Of a blob that is gone, damaged or no Arrow file of ours nothing is taken: what it holds is computed. */
export function openReusable({ name, sha256: digest }: ShardInput, store: Blobs): ReusableInput {
  return {
    name,
    sha256: digest,
    async readIfIntact(isWanted = () => true) {
      const bytes = await readIfThere(store.blobPath(digest));
      if (bytes === null || !isWanted(bytes)) return null;
      return sha256(bytes) === digest && isSound(bytes, name) ? bytes : null;
    },
  };
}

function isSound(bytes: Uint8Array, name: string): boolean {
  try {
    if (hasArrowMagic(bytes)) checkArrowBytes(bytes, name);
    return true;
  } catch {
    return false; // what it complains of does not matter: the rows are computed
  }
}
