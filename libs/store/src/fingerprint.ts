import { createHash } from 'node:crypto';

import { canonicalJson, type Json } from './canonical-json.ts';

/** Hash of all that determines a shard or an artefact. */
export type Fingerprint = string & { readonly brand: 'fingerprint' };

/** Hash of a blob's bytes: its address in the store. */
export type Digest = string & { readonly brand: 'digest' };

export function fingerprintOf(value: Json): Fingerprint {
  return sha256(canonicalJson(value)) as string as Fingerprint;
}

export function sha256(bytes: string | Uint8Array): Digest {
  return createHash('sha256').update(bytes).digest('hex') as Digest;
}

/** SHA-256 of a text in base64, as the policy of a page spells it. */
export function base64Sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
