/** sha256 of all that determines a shard or an artefact, before there is one. */
export type Fingerprint = string & { readonly brand: 'fingerprint' };

/** sha256 of bytes that are there: the address of a blob in the store, or the identity of a photo. */
export type Digest = string & { readonly brand: 'digest' };

/** sha256 of the text of a JSON file without these digits, which the file itself states. */
export type Seal = string & { readonly brand: 'seal' };

/** Whether a text is 64 lower-case hexadecimal digits. */
export function isDigest(text: string): text is Digest {
  return /^[0-9a-f]{64}$/.test(text);
}

/** @throws Error for what is not 64 lower-case hexadecimal digits */
export function parseDigest(text: string): Digest {
  if (isDigest(text)) return text;
  throw new Error(`expected a sha256 of 64 lower-case hexadecimal digits, got ${JSON.stringify(text)}`);
}

/** sha256 of bytes by the Web Crypto of a browser or of Node, which does not hold up the thread. */
export async function digestBytes(bytes: Uint8Array<ArrayBuffer>): Promise<Digest> {
  const hashed = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hashed, (byte) => byte.toString(16).padStart(2, '0')).join('') as Digest;
}
