import { type Json, readableJson } from './canonical-json.ts';
import { type Seal, sealOf } from './fingerprint.ts';

/**
 * Readable JSON of an object that also holds, as `digest`, its seal, the sha256 of its own text without these digits: a number that
 * has changed since would be as good a number.
 */
export function sealedJson(value: { readonly [key: string]: Json | undefined }): string {
  const text = readableJson({ ...value, digest: '' });
  return text.replace(stating(''), stating(sealOf(text)));
}

/** What the text of a sealed file holds. */
export interface Unsealed {
  /** Without the seal. */
  readonly value: unknown;
  /** Whether it states a seal. */
  readonly isSealed: boolean;
  /** How the text differs from what was written, or null. */
  readonly complaint: string | null;
}

/** Parses what `sealedJson` wrote. Throws when it is no JSON. */
export function parseSealed(text: string): Unsealed {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || !('digest' in value))
    return { value, isSealed: false, complaint: null };
  const { digest: seal, ...rest } = value;
  const found = sealOf(text.replace(stating(String(seal)), stating('')));
  const complaint =
    found === seal ? null : `expected the sha256 ${String(seal)} that it states, found ${found}`;
  return { value: rest, isSealed: true, complaint };
}

/** As it stands in the text: of an outermost key, as what lies deeper is further in. */
function stating(seal: Seal | string): string {
  return `\n  "digest": "${seal}"`;
}
