import { join } from 'node:path';

import type { Folders } from '@tintype/stage';
import { publish, readIfThere } from '@tintype/store';

/** Where the hashes of photos are remembered. */
export function photoHashes({ data }: Pick<Folders, 'data'>): string {
  return join(data, 'store', 'photo-hashes.txt');
}

/** By the path of each file, its sha256, a blank, and the state that it was in. */
export type RememberedHashes = ReadonlyMap<string, string>;

/** Hexadecimal digits. */
export const HASH_LENGTH = 64;
const HASH_AND_STATE = /^[0-9a-f]{64} \S/;
const NEWLINE = 0x0a;

/** What was remembered, a line a file. A line that cannot be read is left out: its photo is hashed anew. */
export async function readHashes(file: string): Promise<RememberedHashes> {
  const bytes = (await readIfThere(file)) ?? Buffer.alloc(0);
  const known = new Map<string, string>();
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(NEWLINE, start);
    if (end < 0) break;
    remember(bytes.toString('utf8', start, end), known);
    start = end + 1;
  }
  return known;
}

function remember(line: string, known: Map<string, string>): void {
  const quote = line.indexOf(' "');
  const hash = line.slice(0, Math.max(0, quote));
  const path = HASH_AND_STATE.test(hash) ? parseOrNothing(line.slice(quote + 1)) : undefined;
  if (typeof path === 'string') known.set(path, hash);
}

function parseOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // no JSON
  }
}

/** Lines that are put together before they become bytes: the text of millions of files would be too long for one. */
const LINES_AT_ONCE = 10_000;

export async function writeHashes(file: string, known: RememberedHashes): Promise<void> {
  const parts: Buffer[] = [];
  let lines: string[] = [];
  for (const [path, hash] of known) {
    lines.push(`${hash} ${JSON.stringify(path)}\n`);
    if (lines.length < LINES_AT_ONCE) continue;
    parts.push(Buffer.from(lines.join('')));
    lines = [];
  }
  await publish(file, Buffer.concat([...parts, Buffer.from(lines.join(''))]));
}
