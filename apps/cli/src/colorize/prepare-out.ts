import { UserError } from '@tintype/stage';
import {
  describeError,
  FolderError,
  makeFolder,
  probeFolder,
  readErrorCode,
  removeEmptyFolders,
} from '@tintype/store';

/**
 * Does `work` with a folder for results that is there and can be written into; where it cannot be, throws before any
 * work is done. Folders that were made and stay empty go again.
 */
export async function withOut<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const made = await makeFolder(folder).catch((error: unknown) => refuse(folder, error));
  try {
    await probeFolder(folder).catch((error: unknown) => refuse(folder, error));
    return await work();
  } finally {
    await removeEmptyFolders(made);
  }
}

function refuse(folder: string, error: unknown): never {
  throw new UserError(`colorize: --out: ${complaintOf(folder, error)}; choose another folder`, 2);
}

function complaintOf(folder: string, error: unknown): string {
  if (error instanceof FolderError) return error.message;
  const isLocked = ['EACCES', 'EPERM', 'EROFS', 'ENOENT'].includes(String(readErrorCode(error)));
  return `cannot write into ${folder}${isLocked ? '' : `: ${describeError(error)}`}`;
}
