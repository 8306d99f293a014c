import { type FileHandle, open } from 'node:fs/promises';

import { isMissing } from '@tintype/store';

import { markFile } from '../data/mark-folder.ts';

/** A file to which somebody appends lines, and which is begun anew at times. */
export interface Tail {
  /** The lines that have come since the last call; after a new beginning all that there are. */
  readNew(): Promise<readonly string[]>;
  /** The lines that `readNew` has given so far, or has been told to skip. */
  readOld(): Promise<readonly string[]>;
}

/** As much of the first line as tells one beginning from another: an event with its time. */
const HEAD_BYTES = 256;

/** Follows a file from its beginning, or from its end. */
export async function tailFile(file: string, from: 'beginning' | 'end'): Promise<Tail> {
  let mark: string | null = null;
  let head = '';
  let offset = 0;
  const readNew = async () => {
    const now = await markFile(file);
    if (now === null || now === mark) return [];
    mark = now;
    return withFile(file, async (handle) => {
      const first = await readHead(handle);
      if (first !== head) [head, offset] = [first, 0];
      const { lines, bytes } = await readLines(handle, offset, Infinity);
      offset += bytes;
      return lines;
    });
  };
  if (from === 'end') await readNew();
  return {
    readNew,
    readOld: () => withFile(file, async (handle) => (await readLines(handle, 0, offset)).lines),
  };
}

async function withFile(
  file: string,
  read: (handle: FileHandle) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const handle = await open(file).catch((error: unknown) => {
    if (isMissing(error)) return null; // removed since
    throw error;
  });
  if (handle === null) return [];
  try {
    return await read(handle);
  } finally {
    await handle.close();
  }
}

/** The first line, or its beginning; empty as long as it is not complete. */
async function readHead(handle: FileHandle): Promise<string> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
  const text = buffer.toString('latin1', 0, bytesRead);
  const end = text.indexOf('\n');
  if (end >= 0) return text.slice(0, end);
  return bytesRead === HEAD_BYTES ? text : '';
}

/** Whole lines between two offsets; the last one may still be written. */
async function readLines(handle: FileHandle, start: number, end: number) {
  const size = Math.min((await handle.stat()).size, end);
  if (size <= start) return { lines: [], bytes: 0 };
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - start), 0, size - start, start);
  const bytes = buffer.subarray(0, bytesRead).lastIndexOf('\n') + 1;
  const lines = buffer.toString('utf8', 0, bytes).split('\n').slice(0, -1);
  return { lines, bytes };
}
