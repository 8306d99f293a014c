import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { openSource } from '@tintype/images/sources';

/** A photo that is there, or is to come. */
export interface HeldPhoto {
  readonly path: string;
  readonly file: string;
}

/** Generated photos of 256 × 256 in `folder`: the first `count`, and those that a change adds. */
export async function makePhotos(
  folder: string,
  count: number,
  added: number,
): Promise<{ readonly first: readonly HeldPhoto[]; readonly rest: readonly HeldPhoto[] }> {
  const { files } = await openSource(
    { kind: 'generated', count: count + added, seed: 1, size: 256 },
    {
      bundled: '',
      base: '',
      downloads: folder,
      signal: new AbortController().signal,
      emit: () => {},
    },
  );
  const numbered = files.toSorted((x, y) => numberOf(x.path) - numberOf(y.path)); // their names begin with a class
  return { first: numbered.slice(0, count), rest: numbered.slice(count) };
}

function numberOf(path: string): number {
  return Number(/\d+/.exec(path)?.[0]);
}

export async function putPhotos(photos: readonly HeldPhoto[], folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { file, path } of photos) await copyFile(file, join(folder, path));
}

export async function takePhotos(photos: readonly HeldPhoto[], folder: string): Promise<void> {
  for (const { path } of photos) await rm(join(folder, path), { force: true });
}
