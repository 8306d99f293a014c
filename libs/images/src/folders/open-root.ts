import { readdir, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

import { isMissing } from '@tintype/store';

import { explainBrokenLink } from './broken-link.ts';
import { unreadableReason } from './unreadable.ts';

/** What is wrong with a folder that was asked for, in a sentence that names it. */
export class FolderError extends Error {}

/** @returns where the folder really lies. Throws a FolderError where it cannot be looked into. */
export async function openRoot(folder: string): Promise<string> {
  try {
    if (!(await stat(folder)).isDirectory())
      throw new FolderError(`expected a folder, got the file ${folder}; it lies in ${dirname(folder)}`);
    await readdir(folder);
    return await realpath(folder);
  } catch (error) {
    if (error instanceof FolderError) throw error;
    const link = await explainBrokenLink(folder, error);
    const reason = link ?? (isMissing(error) ? 'there is no such folder' : unreadableReason(error));
    throw reason === null ? error : new FolderError(`${folder}: ${reason}`);
  }
}
