import { type Json, readableJson } from '../fingerprint/canonical-json.ts';
import { sealOf } from '../fingerprint/fingerprint.ts';
import { compareSeal, stating, takeSeal, type Unsealed } from './seal.ts';

/**
 * Readable JSON of an object that also holds, as `digest`, its seal, the sha256 of its own text without these digits: a number that
 * has changed since would be as good a number.
 */
export function sealedJson(value: { readonly [key: string]: Json | undefined }): string {
  const text = readableJson({ ...value, digest: '' });
  return text.replace(stating(''), stating(sealOf(text)));
}

/** Parses what `sealedJson` wrote. Throws when it is no JSON. */
export function parseSealed(text: string): Unsealed {
  const taken = takeSeal(text);
  return compareSeal(taken, sealOf(taken.sealed));
}
