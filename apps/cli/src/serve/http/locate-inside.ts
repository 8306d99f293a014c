import { realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';

import { isMissing, readErrorCode } from '@tintype/store';

import { Refusal } from './refusal.ts';

/**
 * Where a file of a folder really lies; null where there is none. Links within the folder are followed.
 *
 * @param parts names below `root` without "..", as `parseTarget` gives them
 * @throws Refusal 403 for one that lies outside, behind a link
 */
export async function locateInside(root: string, parts: readonly string[]): Promise<string | null> {
  const [real, realRoot] = await Promise.all([realIfThere(join(root, ...parts)), realIfThere(root)]);
  if (real === null || realRoot === null) return null;
  if (!real.startsWith(realRoot.endsWith(sep) ? realRoot : `${realRoot}${sep}`))
    throw new Refusal(
      403,
      `${parts.join('/')}: a link leads out of ${root}; what lies elsewhere is not served`,
    );
  return (await stat(real)).isFile() ? real : null;
}

async function realIfThere(path: string): Promise<string | null> {
  try {
    return await realpath(path);
  } catch (error) {
    if (isMissing(error) || ['ENOTDIR', 'ENAMETOOLONG', 'ELOOP'].includes(String(readErrorCode(error))))
      return null;
    throw error;
  }
}
