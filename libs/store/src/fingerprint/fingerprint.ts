import { type BinaryToTextEncoding, createHash } from 'node:crypto';

import { canonicalJson, type Json } from './canonical-json.ts';
import type { Digest, Fingerprint, Seal } from './digest.ts';

/** Of values that determine a result. */
export function computeFingerprint(value: Json): Fingerprint {
  return hash(canonicalJson(value), 'hex') as Fingerprint;
}

export function sha256(bytes: string | Uint8Array): Digest {
  return hash(bytes, 'hex') as Digest;
}

/** Of a value's one spelling, for what consists of several blobs. */
export function digestJson(value: Json): Digest {
  return sha256(canonicalJson(value));
}

/** @param text the file's text with nothing where the seal will stand */
export function sealOf(text: string): Seal {
  return hash(text, 'hex') as Seal;
}

/** SHA-256 in base64, as the policy of a page and the header of a request spell it. */
export function base64Sha256(bytes: string | Uint8Array): string {
  return hash(bytes, 'base64');
}

function hash(bytes: string | Uint8Array, encoding: BinaryToTextEncoding): string {
  return createHash('sha256').update(bytes).digest(encoding);
}
