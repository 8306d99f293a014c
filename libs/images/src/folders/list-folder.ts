import type { SourceFile } from './source-file.ts';
import type { Unreadable } from './unreadable.ts';
import { walkFolder } from './walk-folder.ts';

export interface FolderListing {
  readonly files: readonly SourceFile[];
  /** Photos that cannot be told by their names, links that lead nowhere, and folders that may not be looked into. */
  readonly unreadable: readonly Unreadable[];
  /** Links back to a folder that is listed already: following them would never end, or list its photos twice. */
  readonly repeated: readonly Unreadable[];
  /** Visible files with other names than photos have. */
  readonly others: readonly SourceFile[];
  /** Visible entries that are neither photos nor looked into: other files, devices, folders unless `recursive`. */
  readonly ignored: number;
}

/**
 * Lists the photos of a folder and, unless `recursive` is off, the folders in it, sorted by the bytes of their paths, so that the order is
 * the same on every machine. Links are followed, wherever they lead, once. Throws a FolderError when there is no such folder.
 */
export async function listFolder(
  folder: string,
  signal: AbortSignal,
  { recursive = true }: { readonly recursive?: boolean } = {},
): Promise<FolderListing> {
  const found = await walkFolder(folder, { signal, recursive });
  const { files, twins } = partTwins(sortByBytes(found.files));
  return {
    files,
    unreadable: sortByPath([...found.unreadable, ...twins]),
    repeated: sortByPath(found.repeated),
    others: sortByBytes(found.others),
    ignored: found.ignored + found.others.length,
  };
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
