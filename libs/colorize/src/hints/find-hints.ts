import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { isMissing } from '@tintype/store';

import type { PhotoFile } from '../photos/list-photos.ts';
import { stemOf } from '../photos/results.ts';
import { type HintFile, parseHintFile } from './hint-file.ts';

/** Why no hints can be taken from where they should lie. */
export class HintsError extends Error {}

export interface FoundHints {
  /** For each photo's file that has one its file of hints, both absolute. */
  readonly files: ReadonlyMap<string, string>;
  /** Files of the folder that belong to none of the photos, as the person would name them. */
  readonly unused: readonly string[];
}

const ENDING = '.hints.json';

/**
 * The hints of photos: those of one photo in a file, those of several in a folder, where they are named
 * `<photo without ending>.hints.json` and lie as the photos' results will. `name` is the place as the person named it.
 * Throws a HintsError where there are none.
 */
export async function findHints(
  { name, path }: { readonly name: string; readonly path: string },
  photos: readonly PhotoFile[],
): Promise<FoundHints> {
  const found = await stat(path).catch((error: unknown) => {
    throw isMissing(error) ? new HintsError(`${name}: no such file or folder`) : error;
  });
  if (found.isDirectory()) return findInFolder({ name, path }, photos);
  const [photo, ...others] = photos;
  if (others.length > 0)
    throw new HintsError(
      `${name}: expected a folder with the hints of ${photos.length} photos, each <photo without ending>${ENDING}, got a file`,
    );
  return { files: new Map([[photo.file, path]]), unused: [] };
}

async function findInFolder(
  { name, path }: { readonly name: string; readonly path: string },
  photos: readonly PhotoFile[],
): Promise<FoundHints> {
  const there = (await readdir(path, { recursive: true })).filter((file) => file.endsWith(ENDING)).sort();
  const known = new Set(there);
  const wanted = photos.map((photo) => [photo, hintsName(photo)] as const);
  const files = wanted.filter(([, file]) => known.has(file));
  if (files.length === 0) throw new HintsError(`${name}: ${missing(wanted.map(([, file]) => file))}`);
  const used = new Set(files.map(([, file]) => file));
  return {
    files: new Map(files.map(([photo, file]) => [photo.file, join(path, file)])),
    unused: there.filter((file) => !used.has(file)).map((file) => join(name, file)),
  };
}

function hintsName({ place }: PhotoFile): string {
  return `${stemOf(place)}${ENDING}`;
}

function missing([first, ...others]: readonly string[]): string {
  return others.length === 0
    ? `expected ${first} for the photo, found none`
    : `expected ${first} and so on for ${others.length + 1} photos, found none of them`;
}

/** Reads the hints of a photo. Throws an error that names the file and says what is wrong. */
export async function readHints(file: string): Promise<HintFile> {
  return parseHintFile(await readFile(file, 'utf8'), file);
}
