import { signal } from '@preact/signals';

/** What a manifest says of a blob. */
export interface BlobFacts {
  readonly sha256: string;
  readonly bytes: number;
}

/** Where the server has a blob, relative to the page. */
export function blobAddress(sha256: string): string {
  return `data/store/blobs/${sha256.slice(0, 2)}/${sha256}`;
}

/** The blobs whose bytes this page has compared with their digest. */
export const verified = signal<ReadonlySet<string>>(new Set());

/**
 * All bytes of a blob, compared with its digest. Throws where there is no such blob, or its bytes are others.
 * `onBytes` hears how many have come.
 */
export async function readBlob(
  sha256: string,
  signal?: AbortSignal,
  onBytes: (loaded: number) => void = () => {},
): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetchBlob(sha256, { signal: signal ?? null });
  const bytes = await collect(response, onBytes);
  const found = hexOf(await crypto.subtle.digest('SHA-256', bytes));
  if (found !== sha256)
    throw new Error(
      `blob ${shortened(sha256)}: expected bytes of this digest, got those of ${shortened(found)}; run "npx tintype verify --repair"`,
    );
  verified.value = new Set([...verified.value, sha256]);
  return bytes;
}

/** A reader of parts of a blob, which nothing vouches for until the whole blob was read; `onBytes` hears what each part loads. */
export function readerOf(
  { sha256 }: BlobFacts,
  signal?: AbortSignal,
  onBytes: (more: number) => void = () => {},
): (start: number, end: number) => Promise<Uint8Array> {
  return async (start, end) => {
    const headers = { Range: `bytes=${start}-${end - 1}` };
    const response = await fetchBlob(sha256, { headers, signal: signal ?? null });
    const all = new Uint8Array(await response.arrayBuffer());
    onBytes(all.length);
    const part = response.status === 206 ? all : all.subarray(start, end); // some servers know no ranges
    if (part.length === end - start) return part;
    throw new Error(
      `blob ${shortened(sha256)}: expected ${end - start} bytes at ${start}, got ${part.length}; run "npx tintype verify"`,
    );
  };
}

async function fetchBlob(sha256: string, init: RequestInit): Promise<Response> {
  const response = await fetch(blobAddress(sha256), init);
  if (response.ok) return response;
  const said = (await response.text()).slice(0, 300);
  if (response.status === 404)
    throw new Error(`blob ${shortened(sha256)}: not in the store; run its stage again`);
  throw new Error(`blob ${shortened(sha256)}: expected its bytes, got ${response.status}: ${said}`);
}

async function collect(
  response: Response,
  onBytes: (loaded: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let loaded = 0;
  for await (const part of chunksOf(response)) {
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
async function* chunksOf({ body }: Response): AsyncGenerator<Uint8Array> {
  if (body === null) return;
  const reader = body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}

function hexOf(buffer: ArrayBuffer): string {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function shortened(digest: string): string {
  return digest.slice(0, 12);
}
