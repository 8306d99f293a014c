import { canonicalJson, digestBytes, type Json } from '@tintype/store/neutral';

/** Digests of bytes and of a value's one spelling, as the store has them. */
export interface Digester {
  ofBytes(bytes: Uint8Array<ArrayBuffer>): Promise<string>;
  ofJson(value: Json): Promise<string>;
}

/** Null where the page may not hash, as it was not served securely: by https, or from this machine. */
export function openDigester(): Digester | null {
  if (!isSecureContext) return null;
  return {
    ofBytes: digestBytes,
    ofJson: (value) => digestBytes(new TextEncoder().encode(canonicalJson(value))),
  };
}
