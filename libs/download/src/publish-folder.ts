import { access, mkdir, readdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { FolderError, readErrorCode, syncFolder, withDraft, writeError } from '@tintype/store';

/** Files synced at once: a disk takes many together in little more time than one. */
const TOGETHER = 32;

/**
 * Fills a folder that appears complete or not at all, also when the machine loses power: `fill` writes into a hidden
 * folder beside it, whose files are synced and which is then renamed. Does nothing when `folder` exists; when
 * another process was faster, its folder stays.
 */
export async function publishFolder(folder: string, fill: (draft: string) => Promise<void>): Promise<void> {
  if (await exists(folder)) return;
  try {
    await withDraft(folder, async (draft) => {
      await mkdir(draft);
      await fill(draft);
      await syncAll(draft);
      await rename(draft, folder);
    });
    await syncFolder(dirname(folder));
  } catch (error) {
    if (!isTaken(error)) throw explain(folder, error);
  }
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** A renamed folder must not hold files whose bytes are still to be written. */
async function syncAll(draft: string): Promise<void> {
  const entries = await readdir(draft, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() || entry.isDirectory()) // a link has no bytes of its own
    .map((entry) => join(entry.parentPath, entry.name));
  for (let start = 0; start < paths.length; start += TOGETHER)
    await Promise.all(paths.slice(start, start + TOGETHER).map(syncFolder));
  await syncFolder(draft);
}

/** What the disk refuses, with the folder and what to do; anything else says itself what it is. */
function explain(folder: string, error: unknown): unknown {
  const isOfDisk = ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'EIO'].includes(
    String(readErrorCode(error)),
  );
  return isOfDisk || error instanceof FolderError ? writeError(folder, error) : error;
}

function isTaken(error: unknown): boolean {
  if (error instanceof FolderError) return false; // a file lies where a folder above should
  return readErrorCode(error) === 'ENOTEMPTY' || readErrorCode(error) === 'EEXIST';
}
