import { readableJson, type Json } from './canonical-json.ts';
import { sha256 } from './fingerprint.ts';

/**
 * Readable JSON of an object that also holds, as `digest`, the sha256 of its own text without these digits: a number that
 * has changed since would be as good a number.
 */
export function sealedJson(value: { readonly [key: string]: Json | undefined }): string {
  const text = readableJson({ ...value, digest: '' });
  return text.replace(stating(''), stating(sha256(text)));
}

/** What the text of a sealed file holds. */
export interface Unsealed {
  /** Without the digest. */
  readonly value: unknown;
  /** Whether it states a digest: earlier versions wrote none. */
  readonly isSealed: boolean;
  /** How the text differs from what was written, or null. */
  readonly complaint: string | null;
}

/** Parses what `sealedJson` wrote. Throws when it is no JSON. */
export function parseSealed(text: string): Unsealed {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || !('digest' in value))
    return { value, isSealed: false, complaint: null };
  const { digest, ...rest } = value;
  const found = sha256(text.replace(stating(String(digest)), stating('')));
  const complaint =
    found === digest ? null : `expected the sha256 ${String(digest)} that it states, found ${found}`;
  return { value: rest, isSealed: true, complaint };
}

/** As it stands in the text: of an outermost key, as what lies deeper is further in. */
function stating(digest: string): string {
  return `\n  "digest": "${digest}"`;
}
