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

/** What is wrong with a text that states this digest, or null. */
export function brokenSeal(text: string, digest: string): string | null {
  const found = sha256(text.replace(stating(digest), stating('')));
  return found === digest ? null : `expected the sha256 ${digest} that it states, found ${found}`;
}

function stating(digest: string): string {
  return `"digest": "${digest}"`;
}
