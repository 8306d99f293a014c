import { type Digest, isMissing, openStore, sha256, type Store } from '@tintype/store';

/** Reads blobs while planning, which writes nothing: what only the remote has is read from there, and not kept here. */
export function inMemory({ root, remote }: Store): { readBlob(digest: Digest): Promise<Uint8Array> } {
  const here = openStore(root);
  return {
    async readBlob(digest) {
      try {
        return await here.readBlob(digest);
      } catch (error) {
        const there = isMissing(error) && remote !== null ? await remote.readBlob(digest) : null;
        if (there === null || sha256(there) !== digest) throw error;
        return there;
      }
    },
  };
}
