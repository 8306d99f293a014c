import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { isMissing } from '@tintype/store';

import { isHidden, isPhotoName } from './photo-name.ts';
import { type Unreadable, unreadableReason } from './unreadable.ts';

/** A file of a source that may be a photo. */
export interface SourceFile {
  /** Relative to the source, '/' separated, in Unicode normal form C; no other file has the same. */
  readonly path: string;
  /** Absolute, as the file system spells it. */
  readonly file: string;
}

export interface FolderListing {
  readonly files: readonly SourceFile[];
  /** Photos that cannot be told by their names, and folders that may not be looked into. */
  readonly unreadable: readonly Unreadable[];
  /** Visible entries that are neither photos nor folders: other files, links, devices. */
  readonly ignored: number;
}

/**
 * Lists the photos of a folder and, unless `recursive` is off, the folders in it, sorted by the bytes of their paths, so that the order is
 * the same on every machine. Links are not followed. A missing folder lists as empty.
 */
export async function listFolder(
  folder: string,
  signal: AbortSignal,
  { recursive = true }: { readonly recursive?: boolean } = {},
): Promise<FolderListing> {
  const found: SourceFile[] = [];
  const unreadable: Unreadable[] = [];
  const pending = [''];
  let ignored = 0;
  for (let prefix = pending.pop(); prefix !== undefined; prefix = pending.pop()) {
    signal.throwIfAborted();
    const entries = await readEntries(folder, prefix);
    if ('reason' in entries) unreadable.push(entries);
    else
      for (const entry of entries) {
        const { name, isUtf8 } = decodeName(entry.name);
        const path = `${prefix}${name}`;
        if (isHidden(name)) continue;
        const isFolder = entry.isDirectory();
        if (isFolder ? !recursive : !entry.isFile() || !isPhotoName(path)) ignored += 1;
        else if (!isUtf8) unreadable.push({ path, reason: 'its name is not UTF-8; rename it' });
        else if (isFolder) pending.push(`${path}/`);
        else found.push({ path: path.normalize('NFC'), file: join(folder, path) });
      }
  }
  const { files, twins } = partTwins(sortByBytes(found));
  return { files, unreadable: sortByPath([...unreadable, ...twins]), ignored };
}

/** As bytes, as a name need not be UTF-8 on Linux. */
async function readEntries(folder: string, prefix: string): Promise<readonly Dirent<Buffer>[] | Unreadable> {
  try {
    return await readdir(join(folder, prefix), { withFileTypes: true, encoding: 'buffer' });
  } catch (error) {
    if (prefix === '' && isMissing(error)) return [];
    const reason = unreadableReason(error);
    if (prefix === '' || reason === null) throw error;
    return { path: prefix, reason };
  }
}

function decodeName(bytes: Buffer): { readonly name: string; readonly isUtf8: boolean } {
  const name = bytes.toString('utf8');
  return { name, isUtf8: Buffer.from(name).equals(bytes) };
}

/** Two files whose names differ only in how Unicode spells an accent would be one path: the first keeps it. */
function partTwins(sorted: readonly SourceFile[]): {
  readonly files: readonly SourceFile[];
  readonly twins: readonly Unreadable[];
} {
  const isTwin = ({ path }: SourceFile, i: number) => sorted[i - 1]?.path === path;
  const reason = 'another file has the same name but for how an accent is spelled; rename one of them';
  return {
    files: sorted.filter((file, i) => !isTwin(file, i)),
    twins: sorted.filter(isTwin).map(({ path }) => ({ path, reason })),
  };
}

// JavaScript compares UTF-16 units, which orders characters beyond U+FFFF unlike their UTF-8 bytes.
function sortByBytes(files: readonly SourceFile[]): SourceFile[] {
  return files
    .map((file) => ({ file, path: Buffer.from(file.path), spelled: Buffer.from(file.file) }))
    .sort((x, y) => Buffer.compare(x.path, y.path) || Buffer.compare(x.spelled, y.spelled))
    .map(({ file }) => file);
}

function sortByPath(unreadable: readonly Unreadable[]): readonly Unreadable[] {
  return [...unreadable].sort((x, y) => Buffer.compare(Buffer.from(x.path), Buffer.from(y.path)));
}
