import { createHash } from 'node:crypto';

/** SHA-256 of a text as a page's policy spells it. */
export function base64Sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
