import { stat } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';

import { listFolder } from '@tintype/images/sources';

/** A photo to colour. */
export interface PhotoFile {
  /** As the person named it, for messages. */
  readonly name: string;
  /** Absolute. */
  readonly file: string;
  /** Where its result goes in the folder of results; relative, with the photo's own ending. */
  readonly place: string;
  /** Why it cannot be coloured, where the folder tells already. */
  readonly reason?: string;
}

export interface ListOptions {
  readonly cwd: string;
  /** Whether folders in folders are looked into. */
  readonly recursive: boolean;
  /** The folder of results, absolute: what lies in it is no photo to colour. */
  readonly out: string;
  readonly signal: AbortSignal;
}

/** The photos that files and folders name, each once. What is not there is listed too, so that it fails with a reason. */
export async function listPhotos(
  given: readonly string[],
  options: ListOptions,
): Promise<readonly PhotoFile[]> {
  const lists = await Promise.all(given.map((name) => photosOf(name, options)));
  return [...new Map(lists.flat().map((photo) => [photo.file, photo])).values()];
}

async function photosOf(name: string, { cwd, recursive, out, signal }: ListOptions): Promise<PhotoFile[]> {
  const path = resolve(cwd, name);
  const found = await stat(path).catch(() => null); // reading it will say why not
  if (!found?.isDirectory()) return [{ name, file: path, place: basename(path) }];
  const { files, unreadable } = await listFolder(path, signal, { recursive });
  const refused = unreadable.map((one) => ({ ...one, file: join(path, one.path) }));
  return [...files, ...refused]
    .filter(({ file }) => path === out || !isIn(out, file))
    .map(({ file, path: place, ...rest }) => ({ name: relative(cwd, file), file, place, ...rest }));
}

function isIn(folder: string, file: string): boolean {
  const way = relative(folder, file);
  return way !== '' && !way.startsWith('..');
}
