import { access, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

import { UserError } from '@tintype/stage';

/** Throws, before any work is done, when nothing can be written into the folder or it cannot be made. */
export async function checkOut(folder: string): Promise<void> {
  const there = await nearestThere(folder);
  if (!(await stat(there)).isDirectory())
    throw new UserError(`colorize: --out: expected a folder, got the file ${there}`, 2);
  await access(there, constants.W_OK | constants.X_OK).catch(() => {
    throw new UserError(`colorize: --out: cannot write into ${there}; choose another folder`, 2);
  });
}

/** The folder, or what there is of it. */
async function nearestThere(path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  return found !== null || path === dirname(path) ? path : nearestThere(dirname(path));
}
