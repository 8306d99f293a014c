import { open, stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';

import { FILES_AT_ONCE, mapConcurrently } from '@tintype/store';

import { type GuessedPhoto, guessPhoto, HEAD_BYTES } from './guess-photo.ts';
import type { FolderListing } from './list-folder.ts';
import { isPhotoName } from './photo-name.ts';
import type { SourceFile } from './source-file.ts';
import { type Unreadable, unreadableReason } from './unreadable.ts';

/**
 * What of a folder is left out although a person may count on it: links back, and files that begin as photos under
 * names that are none of photos. Reads a few bytes of each file that is no photo by its name.
 */
export async function findLeftOut({
  files,
  others,
  repeated,
}: Pick<FolderListing, 'files' | 'others' | 'repeated'>): Promise<readonly Unreadable[]> {
  const guessed = (await mapConcurrently(others, FILES_AT_ONCE, guess)).filter((one) => one !== null);
  if (guessed.length === 0) return repeated;
  const paths = new Set(files.map(({ path }) => path));
  // What a link with the name of a photo leads to is listed under that name.
  const listed = new Set(await mapConcurrently(files, FILES_AT_ONCE, ({ file }) => identityOf(file)));
  const left = guessed.filter(({ identity }) => !listed.has(identity));
  return [...repeated, ...left.map((one) => ({ path: one.path, reason: explain(one, paths) }))];
}

interface Guessed extends GuessedPhoto {
  readonly path: string;
  readonly identity: string | null;
}

async function guess({ path, file }: SourceFile): Promise<Guessed | null> {
  const guessed = guessPhoto(file, await readHead(file));
  return guessed && { ...guessed, path, identity: await identityOf(file) };
}

/** Nothing of a file that cannot be read: whether it is a photo is not known, and its name says no. */
async function readHead(file: string): Promise<Uint8Array> {
  try {
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read(new Uint8Array(HEAD_BYTES), 0, HEAD_BYTES, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (unreadableReason(error) === null) throw error;
    return new Uint8Array();
  }
}

/** What a file is to the file system, by whatever name; null where it has gone. */
async function identityOf(file: string): Promise<string | null> {
  const found = await stat(file, { bigint: true }).catch(() => null); // reading it will say why not
  return found && `${found.dev}:${found.ino}`;
}

function explain({ path, what, extension, isRaw }: Guessed, paths: ReadonlySet<string>): string {
  if (isRaw) return `it looks like ${what}, which is not read; export it as TIFF or JPEG`;
  const stem = path.slice(0, path.length - extname(path).length);
  const renamed = isPhotoName(stem) ? stem : `${stem}.${extension}`;
  const remedy = paths.has(renamed)
    ? ', but its name does not say so'
    : `; rename it to ${basename(renamed)}`;
  return `it looks like ${what}${remedy}`;
}
