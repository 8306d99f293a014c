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

export interface PhotoList {
  /** Each once. What is not there is listed too, so that it fails with a reason. */
  readonly photos: readonly PhotoFile[];
  /** Names of photos in folders of the folders, which `recursive` would have listed. */
  readonly inSubfolders: readonly string[];
}

/** The photos that files and folders name. */
export async function listPhotos(given: readonly string[], options: ListOptions): Promise<PhotoList> {
  const lists = await Promise.all(given.map((name) => photosOf(name, options)));
  const photos = new Map(lists.flatMap((list) => list.photos).map((photo) => [photo.file, photo]));
  const below = new Map(lists.flatMap((list) => list.below).map(({ file, name }) => [file, name]));
  return {
    photos: [...photos.values()],
    inSubfolders: [...below].flatMap(([file, name]) => (photos.has(file) ? [] : [name])),
  };
}

interface Listed {
  readonly photos: readonly PhotoFile[];
  readonly below: readonly PhotoFile[];
}

async function photosOf(name: string, options: ListOptions): Promise<Listed> {
  const { cwd, recursive, out, signal } = options;
  const path = resolve(cwd, name);
  const found = await stat(path).catch(() => null); // reading it will say why not
  if (!found?.isDirectory()) return { photos: [{ name, file: path, place: basename(path) }], below: [] };
  const isResult = (file: string) => path !== out && isIn(out, file);
  const toPhoto = ({ file, path: place, ...rest }: { readonly file: string; readonly path: string }) =>
    isResult(file) ? [] : [{ name: relative(cwd, file), file, place, ...rest }];

  const { files, unreadable } = await listFolder(path, signal, { recursive });
  const refused = unreadable.map((one) => ({ ...one, file: join(path, one.path) }));
  const all = recursive ? files : (await listFolder(path, signal)).files;
  const below = all.filter((one) => one.path.includes('/'));
  return {
    photos: [...files, ...refused].flatMap(toPhoto),
    below: recursive ? [] : below.flatMap(toPhoto),
  };
}

function isIn(folder: string, file: string): boolean {
  const way = relative(folder, file);
  return way !== '' && !way.startsWith('..');
}
