import { readdir, readFile } from 'node:fs/promises';

import { readErrorCode } from './error-facts.ts';

/** The bytes of `file`, or null when there is no such file. */
export async function readIfThere(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** The text of `file`, or null when there is no such file. */
export async function readTextIfThere(file: string): Promise<string | null> {
  return (await readIfThere(file))?.toString('utf8') ?? null;
}

/** The names in `folder`, sorted; none where there is no such folder. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (isMissing(error) || readErrorCode(error) === 'ENOTDIR') return [];
    throw error;
  }
}

/** Whether a file-system call failed because there is nothing under that name. */
export function isMissing(error: unknown): boolean {
  return readErrorCode(error) === 'ENOENT';
}
