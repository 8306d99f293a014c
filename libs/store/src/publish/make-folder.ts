import { lstat, mkdir, readlink, rmdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

import { describeError, readErrorCode } from '../files/error-facts.ts';

/** A folder that cannot be made: the message names the place that is in the way. */
export class FolderError extends Error {
  /** Of the system: EACCES, ENOTDIR, … */
  readonly code: unknown;

  constructor(message: string, cause: unknown) {
    super(message, { cause });
    this.code = readErrorCode(cause);
  }
}

/**
 * Makes a folder and those above it, unless it is there. Node's own `recursive` never ends below a folder that is
 * there and takes none, such as /proc.
 *
 * @returns the folders made, outermost first
 * @throws FolderError
 */
export async function makeFolder(folder: string): Promise<readonly string[]> {
  if (await isFolder(folder)) return [];
  const above = dirname(folder);
  const made = above === folder ? [] : await makeFolder(above);
  try {
    await mkdir(folder);
    return [...made, folder];
  } catch (error) {
    if (readErrorCode(error) === 'EEXIST' && (await isFolder(folder))) return made; // another process made it
    await removeEmptyFolders(made);
    throw new FolderError(await explain(folder, error), error);
  }
}

/** Removes folders that `makeFolder` made and nobody has used; one that holds something stays, with those above it. */
export async function removeEmptyFolders(made: readonly string[]): Promise<void> {
  for (const folder of made.toReversed()) if (!(await removeFolder(folder))) return;
}

async function removeFolder(folder: string): Promise<boolean> {
  try {
    await rmdir(folder);
    return true;
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(String(readErrorCode(error)))) return false;
    throw error;
  }
}

async function explain(folder: string, error: unknown): Promise<string> {
  const place = await nearestThere(folder);
  const target = await readlink(place).catch(() => null); // no link
  if (target !== null && !(await isThere(place)))
    return `expected a folder, got the link ${place}, which leads to ${target}, where nothing is`;
  if (!(await isFolder(place))) return `expected a folder, got the file ${place}`;
  switch (readErrorCode(error)) {
    case 'ENOENT':
      return `no folder can be made in ${place}`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `cannot write into ${place} (${describeError(error).replace(/, mkdir .*/, '')})`;
    default:
      return `cannot make the folder ${folder}: ${describeError(error)}`;
  }
}

/** The path, or what there is of it, a link that leads nowhere included. */
async function nearestThere(path: string): Promise<string> {
  const found = await lstat(path).catch(() => null); // what is above it will say why not
  return found !== null || path === dirname(path) ? path : nearestThere(dirname(path));
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false;
}
