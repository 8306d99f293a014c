import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '@tintype/store';
import { isHidden, isPhotoName } from './photo-name.ts';

/** A file of a source that may be a photo. */
export interface SourceFile {
  /** Relative to the source, '/' separated, in Unicode normal form C. */
  readonly path: string;
  /** Absolute, as the file system spells it. */
  readonly file: string;
}

export interface FolderListing {
  readonly files: readonly SourceFile[];
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
  const pending = [''];
  let ignored = 0;
  for (let prefix = pending.pop(); prefix !== undefined; prefix = pending.pop()) {
    signal.throwIfAborted();
    for (const entry of await readEntries(join(folder, prefix))) {
      const path = `${prefix}${entry.name}`;
      if (isHidden(entry.name)) continue;
      if (entry.isDirectory() && recursive) pending.push(`${path}/`);
      else if (entry.isFile() && isPhotoName(path)) found.push(toSourceFile(folder, path));
      else ignored += 1;
    }
  }
  return { files: sortByBytes(found), ignored };
}

async function readEntries(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

function toSourceFile(folder: string, path: string): SourceFile {
  return { path: path.normalize('NFC'), file: join(folder, path) };
}

// JavaScript compares UTF-16 units, which orders characters beyond U+FFFF unlike their UTF-8 bytes.
function sortByBytes(files: readonly SourceFile[]): SourceFile[] {
  return files
    .map((file) => ({ file, path: Buffer.from(file.path), spelled: Buffer.from(file.file) }))
    .sort((x, y) => Buffer.compare(x.path, y.path) || Buffer.compare(x.spelled, y.spelled))
    .map(({ file }) => file);
}
