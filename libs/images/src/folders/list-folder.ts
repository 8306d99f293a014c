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

/** By the bytes in UTF-8, which to make of a million paths takes longer than to list them: most do without. */
function sortByBytes(files: readonly SourceFile[]): SourceFile[] {
  const isBeyond = files.some(({ path, file }) => SURROGATE.test(path) || SURROGATE.test(file));
  const compare = isBeyond ? compareBytes : compareUnits;
  return [...files].sort((x, y) => compare(x.path, y.path) || compare(x.file, y.file));
}

/** UTF-16 units are ordered as bytes in UTF-8 are, but for characters beyond U+FFFF. */
const SURROGATE = /[\ud800-\udfff]/;

function compareUnits(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}

function compareBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

function sortByPath(unreadable: readonly Unreadable[]): readonly Unreadable[] {
  return [...unreadable].sort((x, y) => compareBytes(x.path, y.path));
}
