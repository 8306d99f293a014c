import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';

import {
  explainBrokenLink,
  findLeftOut,
  listFolder,
  type SourceFile,
  type Unreadable,
} from '@tintype/images/sources';
import { readErrorCode } from '@tintype/store';

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

/** What is to be coloured, and what of the folders is not although it looks like photos. */
export interface ListedPhotos {
  /** Each once. What is not there is listed too, so that it fails with a reason. */
  readonly photos: readonly PhotoFile[];
  /** Their paths as the person would name them, for messages. */
  readonly leftOut: readonly Unreadable[];
  /** Names of photos in folders of the folders, which `recursive` would have listed. */
  readonly inSubfolders: readonly string[];
}

/** The photos that files and folders name. */
export async function listPhotos(given: readonly string[], options: ListOptions): Promise<ListedPhotos> {
  const out = await placeOfFolder(options.out);
  const lists = await Promise.all(given.map((name) => photosOf(name, { ...options, out })));
  const photos = new Map(lists.flatMap((list) => list.photos).map((photo) => [photo.file, photo]));
  const below = new Map(lists.flatMap((list) => list.below).map(({ file, name }) => [file, name]));
  return {
    photos: [...photos.values()],
    leftOut: lists.flatMap((list) => list.leftOut),
    inSubfolders: [...below].flatMap(([file, name]) => (photos.has(file) ? [] : [name])),
  };
}

interface Listed extends Pick<ListedPhotos, 'photos' | 'leftOut'> {
  /** In folders of the folder, where these are not looked into. */
  readonly below: readonly PhotoFile[];
}

async function photosOf(name: string, options: ListOptions): Promise<Listed> {
  const { cwd, recursive, out, signal } = options;
  const path = resolve(cwd, name);
  const found = await stat(path).catch((error: unknown) => explain(path, error));
  if (found === null || 'reason' in found || !found.isDirectory()) {
    const broken = found !== null && 'reason' in found ? found : {};
    return { photos: [{ name, file: path, place: basename(path), ...broken }], leftOut: [], below: [] };
  }
  const isResult = (await placeOfFolder(path)) === out ? async () => false : resultsIn(out);
  const toPhotos = async (found: readonly (SourceFile & { readonly reason?: string })[]) => {
    const photos: PhotoFile[] = [];
    for (const { file, path: place, ...rest } of found)
      if (!(await isResult(file))) photos.push({ name: relative(cwd, file), file, place, ...rest });
    return photos;
  };
  const listing = await listFolder(path, signal, { recursive });
  const refused = listing.unreadable.map((one) => ({ ...one, file: join(path, one.path) }));
  const named = ({ path: inner, reason }: Unreadable) => ({ path: relative(cwd, join(path, inner)), reason });
  return {
    photos: await toPhotos([...listing.files, ...refused]),
    leftOut: (await findLeftOut(listing)).map(named),
    below: recursive ? [] : await toPhotos(await filesBelow(path, signal)),
  };
}

async function filesBelow(folder: string, signal: AbortSignal): Promise<readonly SourceFile[]> {
  const { files } = await listFolder(folder, signal);
  return files.filter(({ path }) => path.includes('/'));
}

/** Of what cannot be looked at otherwise, reading it will say why. */
async function explain(path: string, error: unknown): Promise<{ readonly reason: string } | null> {
  const isNone = ['ENOENT', 'ENOTDIR'].includes(String(readErrorCode(error)));
  const reason =
    (await explainBrokenLink(path, error)) ??
    (isNone ? `no such file${extname(path) === '' ? ' or folder' : ''}` : null);
  return reason === null ? null : { reason };
}

/** Whether files lie in the folder of results, by whatever links they are reached. */
function resultsIn(out: string): (file: string) => Promise<boolean> {
  const places = new Map<string, Promise<string>>();
  return async (file) => {
    const folder = dirname(file);
    const place = places.get(folder) ?? placeOfFolder(folder);
    places.set(folder, place);
    return `${await place}${sep}`.startsWith(`${out}${sep}`);
  };
}

/** Where a folder really lies; one that is not there lies where its path says. */
async function placeOfFolder(folder: string): Promise<string> {
  return realpath(folder).catch(() => folder);
}
