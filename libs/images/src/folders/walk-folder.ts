import type { Dirent, Stats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';

import { explainBrokenLink } from './broken-link.ts';
import { openRoot } from './open-root.ts';
import { isHidden, isPhotoName } from './photo-name.ts';
import type { SourceFile } from './source-file.ts';
import { type Unreadable, unreadableReason } from './unreadable.ts';

type Entry = Dirent | Dirent<Buffer>;

interface WalkOptions {
  readonly signal: AbortSignal;
  readonly recursive: boolean;
}

/** What there is in a folder, in no order that counts. */
interface Walked {
  readonly files: SourceFile[];
  readonly others: SourceFile[];
  readonly unreadable: Unreadable[];
  readonly repeated: Unreadable[];
  /** Entries that are neither of them. */
  ignored: number;
}

/** A folder on the way: relative, '' or with a '/' at its end, and where it really lies. */
interface Place {
  readonly path: string;
  readonly real: string;
}

interface Walk extends Walked, WalkOptions {
  readonly folder: string;
  /** What the path of a file in the folder begins with. */
  readonly inFolder: string;
  readonly root: Place;
  /** Path by real place. */
  readonly visited: Map<string, string>;
}

/** A link, and the folder that it lies in. */
interface Link {
  readonly path: string;
  readonly within: Place;
}

/**
 * Goes through a folder, then through what the links in it lead to, then through the links found there. What lies in
 * the folder itself thus keeps its own path, and no folder is entered twice.
 */
export async function walkFolder(folder: string, options: WalkOptions): Promise<Walked> {
  const root = { path: '', real: await openRoot(folder) };
  const found = { files: [], others: [], unreadable: [], repeated: [], ignored: 0 };
  const walk: Walk = { ...options, ...found, folder, inFolder: join(folder, sep), root, visited: new Map() };
  for (let places: readonly Place[] = [root]; places.length > 0;) {
    const links: Link[] = [];
    for (const place of places) links.push(...(await walkTree(place, walk)));
    places = await followLinks(links, walk);
  }
  return walk;
}

/** @returns the links in a folder and in the folders in it */
async function walkTree(start: Place, walk: Walk): Promise<readonly Link[]> {
  const links: Link[] = [];
  const pending = [start];
  for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
    walk.signal.throwIfAborted();
    if (!enter(place, walk)) continue;
    for (const entry of await readEntries(place, walk)) {
      const { name, isUtf8 } = decodeName(entry.name);
      const path = `${place.path}${name}`;
      if (isHidden(name)) continue;
      if (!isUtf8) takeUnspellable(entry, path, walk);
      else if (entry.isSymbolicLink()) links.push({ path, within: place });
      else if (take(entry, path, walk)) pending.push({ path: `${path}/`, real: join(place.real, name) });
    }
  }
  return links;
}

/** Whether a folder is to be looked into: not where it has been already, through a link. */
function enter({ path, real }: Place, { visited, repeated }: Walk): boolean {
  const before = visited.get(real);
  if (before === undefined) visited.set(real, path);
  else
    repeated.push({ path: path.slice(0, -1), reason: `it is ${wordsFor(before)}, which is listed already` });
  return before === undefined;
}

function wordsFor(path: string): string {
  return path === '' ? 'the folder itself' : `the same as ${path.slice(0, -1)}`;
}

/** A name need not be UTF-8 on Linux: where one may not be, all are read as bytes, which takes several times as long. */
async function readEntries({ path }: Place, walk: Walk): Promise<readonly Entry[]> {
  const folder = join(walk.folder, path);
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const isSpelled = entries.every(({ name }) => !name.includes(REPLACEMENT));
    return isSpelled ? entries : await readdir(folder, { withFileTypes: true, encoding: 'buffer' });
  } catch (error) {
    const reason = unreadableReason(error);
    if (path === '' || reason === null) throw error;
    walk.unreadable.push({ path, reason });
    return [];
  }
}

/** Stands in a text for bytes that are no UTF-8. */
const REPLACEMENT = '\ufffd';

function decodeName(spelled: string | Buffer): { readonly name: string; readonly isUtf8: boolean } {
  if (typeof spelled === 'string') return { name: spelled, isUtf8: true };
  const name = spelled.toString('utf8');
  return { name, isUtf8: Buffer.from(name).equals(spelled) };
}

/** Puts a file where it belongs. @returns whether it is a folder to look into */
function take(entry: Entry | Stats, path: string, walk: Walk): boolean {
  const isFolder = entry.isDirectory();
  if (isFolder && walk.recursive) return true;
  if (isFolder || !entry.isFile()) walk.ignored += 1;
  else {
    const kind = isPhotoName(path) ? walk.files : walk.others;
    kind.push({ path: path.normalize('NFC'), file: `${walk.inFolder}${path}` });
  }
  return false;
}

/** No text can name it, so that nothing can open it. */
function takeUnspellable(entry: Entry, path: string, walk: Walk): void {
  const isWanted = entry.isDirectory() ? walk.recursive : entry.isSymbolicLink() || isPhotoName(path);
  if (isWanted) walk.unreadable.push({ path, reason: 'its name is not UTF-8; rename it' });
  else walk.ignored += 1;
}

/** In the order of their paths, which decides where a folder is listed that two links lead to. @returns the folders they lead to */
async function followLinks(links: readonly Link[], walk: Walk): Promise<readonly Place[]> {
  const places: Place[] = [];
  for (const link of [...links].sort((x, y) => Buffer.compare(Buffer.from(x.path), Buffer.from(y.path))))
    places.push(...(await followLink(link, walk)));
  return places;
}

async function followLink({ path, within }: Link, walk: Walk): Promise<readonly Place[]> {
  walk.signal.throwIfAborted();
  const file = join(walk.folder, path);
  try {
    if (!take(await stat(file), path, walk)) return [];
    const real = await realpath(file);
    if (!contains(real, within.real) && !contains(real, walk.root.real)) return [{ path: `${path}/`, real }];
    walk.repeated.push({ path, reason: 'it is a link back to a folder that it lies in; it is not followed' });
  } catch (error) {
    const reason = await explainBrokenLink(file, error);
    if (reason === null) throw error;
    walk.unreadable.push({ path, reason });
  }
  return [];
}

function contains(folder: string, inner: string): boolean {
  const way = relative(folder, inner);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
