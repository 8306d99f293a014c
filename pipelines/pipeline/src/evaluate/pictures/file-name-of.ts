import { sha256 } from '@tintype/store';

const MOST_CHARACTERS = 40; // at most four bytes each, of the 255 that a name may have
const HASH_DIGITS = 8;

/**
 * A name of a file that every system takes, for what people call a class: letters, digits and `.`, `_`, `-` and blanks
 * stay; whatever else the name of a photo had in it does not, and a hash then tells it from others.
 */
export function fileNameOf(name: string): string {
  const plain = [...name.replace(/[^\p{L}\p{N}\p{M}._ -]/gu, '-')].slice(0, MOST_CHARACTERS).join('');
  const stem = plain.replace(/^[^\p{L}\p{N}_]+|[. ]+$/gu, '');
  if (stem === name && name !== '') return name;
  return [stem, sha256(name).slice(0, HASH_DIGITS)].filter(Boolean).join('-');
}
