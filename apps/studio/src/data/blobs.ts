import { signal as signalOf } from '@preact/signals';
import { type Digest, digestBytes } from '@tintype/store/neutral';

import { askServer } from '../ask-server.ts';

/** The address of a blob, relative to the page. */
export function addressOfBlob(digest: Digest): string {
  return `data/store/blobs/${digest.slice(0, 2)}/${digest}`;
}

/** The blobs whose bytes this page has compared with their digest. */
export const verified = signalOf<ReadonlySet<Digest>>(new Set());

/**
 * A whole blob. Throws when the server has none, or its bytes are not those that the digest names. `onBytes` hears how
 * many have come.
 */
export async function readBlob(
  digest: Digest,
  signal: AbortSignal,
  onBytes: (loaded: number) => void = () => {},
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await collect(await fetchBlob(digest, { signal }), onBytes);
  const found = await digestBytes(bytes);
  if (found !== digest)
    throw new Error(
      `${addressOfBlob(digest)}: expected bytes of this sha256, got ${found}; "npx tintype verify --repair" makes them again`,
    );
  verified.value = new Set([...verified.value, digest]);
  return bytes;
}

/**
 * Bytes `start` to `end` of a blob, exclusive. Nothing vouches for them; `onBytes` hears how many were loaded. They pass
 * the browser's cache by, because Chromium gives too few where it keeps several parts of one address at the same time.
 */
export async function readBlobRange(
  digest: Digest,
  { start, end }: { readonly start: number; readonly end: number },
  signal: AbortSignal,
  onBytes: (more: number) => void = () => {},
): Promise<Uint8Array> {
  const headers = { Range: `bytes=${start}-${end - 1}` };
  const response = await fetchBlob(digest, { signal, headers, cache: 'no-store' });
  const loaded = new Uint8Array(await response.arrayBuffer());
  onBytes(loaded.length);
  const part = response.status === 206 ? loaded : loaded.subarray(start, end); // not every server knows ranges
  if (part.length === end - start) return part;
  throw new Error(
    `${addressOfBlob(digest)}: expected ${end - start} bytes at ${start}, got ${part.length}; try again, and if that does not help, "npx tintype verify" says whether the file is whole`,
  );
}

async function fetchBlob(digest: Digest, init: RequestInit): Promise<Response> {
  const response = await askServer(addressOfBlob(digest), init);
  if (response.ok) return response;
  throw new Error(
    `${addressOfBlob(digest)}: expected a blob of the store, got ${response.status}; "npx tintype verify --repair" makes what is missing again`,
  );
}

async function collect(
  response: Response,
  onBytes: (loaded: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let loaded = 0;
  for await (const part of partsOf(response)) {
    parts.push(part);
    loaded += part.length;
    onBytes(loaded);
  }
  const bytes = new Uint8Array(loaded);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Not every browser can iterate over a stream. */
async function* partsOf({ body }: Response): AsyncGenerator<Uint8Array> {
  if (body === null) return;
  const reader = body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}
