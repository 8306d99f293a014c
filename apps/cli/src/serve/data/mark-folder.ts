import type { Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { isMissing } from '@tintype/store';

/** A text that changes when a file below `folder` with this ending comes, goes or is written. */
export async function markFolder(folder: string, ending: string): Promise<string> {
  const files = await filesBelow(folder, ending);
  const marks = await Promise.all(files.map((name) => markFile(join(folder, name))));
  return files.map((name, i) => `${name} ${marks[i]}`).join('\n');
}

/** The files below `folder` with this ending, by their paths from there, in order; none where there is no such folder. */
export async function filesBelow(folder: string, ending: string): Promise<readonly string[]> {
  try {
    const names = await readdir(folder, { recursive: true });
    return names.filter((name) => name.endsWith(ending)).sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Of one file; null where there is none. */
export async function markFile(file: string): Promise<string | null> {
  const found = await statIfThere(file);
  return found === null ? null : markOf(found);
}

export function markOf({ mtimeMs, size }: Pick<Stats, 'mtimeMs' | 'size'>): string {
  return `${mtimeMs} ${size}`;
}

/** What the file system says of a file; null where there is none. */
export async function statIfThere(file: string): Promise<Stats | null> {
  try {
    return await stat(file);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
