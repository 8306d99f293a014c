import { join } from 'node:path';

import type { Folders } from '@tintype/stage';
import { publish, readIfThere } from '@tintype/store';

/** Where the hashes of photos are remembered. */
export function photoHashes({ data }: Pick<Folders, 'data'>): string {
  return join(data, 'store', 'photo-hashes.txt');
}

/** By the path of each file, its sha256, a blank, and the state that it was in. */
export interface RememberedHashes extends Iterable<readonly [string, string]> {
  /** What was remembered, unchecked. Quickest, and in no memory, for paths in the order of the file. */
  get(path: string): string | undefined;
}

/** Hexadecimal digits. */
export const HASH_LENGTH = 64;
const HASH_AND_STATE = /^[0-9a-f]{64} \S/;
const NEWLINE = 0x0a;

/** What was remembered, a line a file. A line that cannot be read is left out: its photo is hashed anew. */
export async function readHashes(file: string): Promise<RememberedHashes> {
  const bytes = (await readIfThere(file)) ?? Buffer.alloc(0);
  let next = 0;
  let starts: ReadonlyMap<string, number> | null = null;
  return {
    get(path) {
      const isNext = hashIn(lineAt(bytes, next), path) !== undefined;
      const start = isNext ? next : (starts ??= indexLines(bytes)).get(path);
      if (start === undefined) return undefined;
      const line = lineAt(bytes, start);
      next = start + Buffer.byteLength(line) + 1;
      return hashIn(line, path);
    },
    *[Symbol.iterator]() {
      for (const { path, hash } of linesOf(bytes)) yield [path, hash];
    },
  };
}

/** The line that begins at `start`; empty where none ends behind it. */
function lineAt(bytes: Buffer, start: number): string {
  return bytes.toString('utf8', start, Math.max(start, bytes.indexOf(NEWLINE, start)));
}

/** What a line says of the path, if it is the path's; a line that was damaged may say anything. */
function hashIn(line: string, path: string): string | undefined {
  const ending = ` ${JSON.stringify(path)}`;
  return line.endsWith(ending) ? line.slice(0, -ending.length) : undefined;
}

function indexLines(bytes: Buffer): ReadonlyMap<string, number> {
  const starts = new Map<string, number>();
  for (const { path, start } of linesOf(bytes)) starts.set(path, start);
  return starts;
}

/** Those that can be read. */
function* linesOf(bytes: Buffer) {
  for (let start = 0, end = 0; (end = bytes.indexOf(NEWLINE, start)) >= 0; start = end + 1) {
    const line = bytes.toString('utf8', start, end);
    const quote = line.indexOf(' "');
    const hash = line.slice(0, Math.max(0, quote));
    const path = HASH_AND_STATE.test(hash) ? parseOrNothing(line.slice(quote + 1)) : undefined;
    if (typeof path === 'string') yield { start, path, hash };
  }
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

/** Writes what is to be remembered, in the order in which it will be asked for. */
export async function writeHashes(file: string, hashes: Iterable<readonly [string, string]>): Promise<void> {
  const parts: Buffer[] = [];
  let lines: string[] = [];
  for (const [path, hash] of hashes) {
    lines.push(`${hash} ${JSON.stringify(path)}\n`);
    if (lines.length < LINES_AT_ONCE) continue;
    parts.push(Buffer.from(lines.join('')));
    lines = [];
  }
  await publish(file, Buffer.concat([...parts, Buffer.from(lines.join(''))]));
}
