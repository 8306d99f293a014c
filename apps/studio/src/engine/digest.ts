import { canonicalJson, type Json } from '@tintype/store/neutral';

/** sha256 in hexadecimal; null where the page may not compute it, as it was not loaded securely. */
export async function digestBytes(bytes: Uint8Array): Promise<string | null> {
  const subtle = (crypto as Partial<Crypto>).subtle; // not there on pages without https, whatever its type says
  if (subtle === undefined) return null;
  const hash = new Uint8Array(await subtle.digest('SHA-256', new Uint8Array(bytes)));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The same of a value's one spelling, as `digestJson` of the store has it. */
export function digestJson(value: Json): Promise<string | null> {
  return digestBytes(new TextEncoder().encode(canonicalJson(value)));
}
