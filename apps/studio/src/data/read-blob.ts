import { type Digest, digestBytes } from '@tintype/store/neutral';

/** The address of a blob, relative to the page. */
export function addressOfBlob(digest: Digest): string {
  return `data/store/blobs/${digest.slice(0, 2)}/${digest}`;
}

/** A whole blob. Throws when the server has none, or its bytes are not those that the digest names. */
export async function readBlob(digest: Digest, signal: AbortSignal): Promise<Uint8Array> {
  const address = addressOfBlob(digest);
  const response = await fetch(address, { signal });
  if (!response.ok)
    throw new Error(
      `${address}: expected a blob of the store, got ${response.status}; "npx tintype verify --repair" makes what is missing again`,
    );
  const bytes = new Uint8Array(await response.arrayBuffer());
  const found = await digestBytes(bytes);
  if (found === digest) return bytes;
  throw new Error(
    `${address}: expected bytes of this sha256, got ${found}; "npx tintype verify --repair" makes them again`,
  );
}
