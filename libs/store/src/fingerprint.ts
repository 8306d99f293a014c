import { type BinaryToTextEncoding, createHash } from 'node:crypto';

import { canonicalJson, type Json } from './canonical-json.ts';

/** sha256 of all that determines a shard or an artefact, before there is one. */
export type Fingerprint = string & { readonly brand: 'fingerprint' };

/** sha256 of bytes that are there: the address of a blob in the store, or the identity of a photo. */
export type Digest = string & { readonly brand: 'digest' };

/** sha256 of the text of a JSON file without these digits, which the file itself states. */
export type Seal = string & { readonly brand: 'seal' };

/** Of values that determine a result. */
export function computeFingerprint(value: Json): Fingerprint {
  return hash(canonicalJson(value), 'hex') as Fingerprint;
}

export function sha256(bytes: string | Uint8Array): Digest {
  return hash(bytes, 'hex') as Digest;
}

/** @throws Error for what is not 64 lower-case hexadecimal digits */
export function parseDigest(text: string): Digest {
  if (/^[0-9a-f]{64}$/.test(text)) return text as Digest;
  throw new Error(`expected a sha256 of 64 lower-case hexadecimal digits, got ${JSON.stringify(text)}`);
}

/** Of a value's one spelling, for what consists of several blobs. */
export function digestJson(value: Json): Digest {
  return sha256(canonicalJson(value));
}

/** @param text the file's text with nothing where the seal will stand */
export function sealOf(text: string): Seal {
  return hash(text, 'hex') as Seal;
}

/** SHA-256 of a text in base64, as the policy of a page spells it. */
export function base64Sha256(text: string): string {
  return hash(text, 'base64');
}

function hash(bytes: string | Uint8Array, encoding: BinaryToTextEncoding): string {
  return createHash('sha256').update(bytes).digest(encoding);
}
