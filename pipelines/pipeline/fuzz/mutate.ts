import type { Rng } from '@tintype/colour';

/** What is worth trying in place of a number or a name. */
const TOKENS = [
  '../',
  '..\\',
  '/etc/',
  '\0',
  '\n',
  '-1',
  '0',
  '1e999',
  '4294967296',
  '"',
  '{',
  '[',
  'null',
  '"__proto__":',
  '%00',
  '�',
];
const WORDS = [0, 1, -1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, -0x80000000];
/** How many changes one input gets at most. */
const MOST_CHANGES = 4;
/** Changes of photos hit the header, where sizes and counts are, half of the time. */
const HEADER_BYTES = 256;

/** Bytes with a few changes: flipped bits, other words, cut, repeated, spliced with `other`. Never the bytes themselves. */
export function mutate(bytes: Uint8Array, other: Uint8Array, rng: Rng): Uint8Array {
  let changed: Uint8Array = bytes;
  const changes = 1 + pick(MOST_CHANGES, rng);
  for (let i = 0; i < changes; i++) changed = change(changed, other, rng);
  return Buffer.compare(changed, bytes) === 0 ? bytes.subarray(0, bytes.length - 1) : changed;
}

function change(bytes: Uint8Array, other: Uint8Array, rng: Rng): Uint8Array {
  const at = pick(rng() < 0.5 ? Math.min(HEADER_BYTES, bytes.length) : bytes.length, rng);
  switch (pick(7, rng)) {
    case 0:
      return edited(bytes, at, [(bytes[at] ?? 0) ^ (1 << pick(8, rng))]);
    case 1:
      return edited(bytes, at, [pick(256, rng)]);
    case 2:
      return edited(bytes, at, wordBytes(rng));
    case 3:
      return bytes.subarray(0, at);
    case 4: {
      const end = at + pick(64, rng);
      return Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)]);
    }
    case 5:
      return Buffer.concat([bytes.subarray(0, at), other.subarray(pick(other.length, rng))]);
    default:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + pick(16, rng))]);
  }
}

/** Text likewise; also with words in it that lead out of folders, end strings or are no numbers. */
export function mutateText(text: string, rng: Rng): string {
  const bytes = Buffer.from(text);
  if (rng() < 0.4) return Buffer.from(mutate(bytes, bytes, rng)).toString('utf8');
  const at = pick(text.length, rng);
  if (rng() < 0.02) return `${text.slice(0, at)}${'['.repeat(50_000)}${text.slice(at)}`;
  const token = TOKENS[pick(TOKENS.length, rng)] ?? '';
  return text.slice(0, at) + token + text.slice(at + pick(token.length + 1, rng));
}

function edited(bytes: Uint8Array, at: number, values: ArrayLike<number>): Uint8Array {
  const changed = Uint8Array.from(bytes);
  for (let i = 0; i < values.length; i++) if (at + i < changed.length) changed[at + i] = values[i] ?? 0;
  return changed;
}

function wordBytes(rng: Rng): Uint8Array {
  const word = Buffer.alloc(4);
  const value = WORDS[pick(WORDS.length, rng)] ?? 0;
  if (rng() < 0.5) word.writeInt32LE(value | 0);
  else word.writeInt32BE(value | 0);
  return rng() < 0.5 ? word : word.subarray(0, 2);
}

function pick(count: number, rng: Rng): number {
  return Math.floor(rng() * count);
}
