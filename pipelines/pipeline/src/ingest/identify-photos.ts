import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

import { type SourceFile, type Unreadable, unreadableReason } from '@tintype/images/sources';
import { type Digest, type DigestList, growDigests, isDigest, sha256 } from '@tintype/store';

import { HASH_LENGTH, readHashes, type RememberedHashes, writeHashes } from './photo-hashes.ts';

/** Photos in columns, in the order in which their source lists them: of a million, an object each would take a gigabyte. */
export interface PhotoList {
  readonly files: readonly SourceFile[];
  /** sha256 of the bytes of each. */
  readonly ids: DigestList;
  /** How many bytes each has. */
  readonly bytes: readonly number[];
}

/** What is told of a source's photos. */
export interface Identified {
  readonly photos: PhotoList;
  readonly unreadable: readonly Unreadable[];
}

export interface IdentifyOptions {
  /** Bytes that a file may have to be looked at. */
  readonly maxBytes: number;
  /** Whether the hashes are remembered. Default: true. */
  readonly remember?: boolean;
}

/**
 * The identity of every photo; what cannot be read is told of. `hashesFile` remembers the hash of files whose size,
 * change times and inode are still the same, so that an unchanged folder of thousands costs a look at each, not a read.
 */
export async function identifyPhotos(
  files: readonly SourceFile[],
  hashesFile: string,
  { maxBytes, remember = true }: IdentifyOptions,
): Promise<Identified> {
  const known = await readHashes(hashesFile);
  const fresh = new Map<string, string>();
  const ids = growDigests(files.length);
  const [identified, bytes]: [SourceFile[], number[]] = [[], []];
  const unreadable: Unreadable[] = [];
  for (const source of files) {
    const { path, file } = source;
    const remembered = known.get(file);
    const seen = lookAt(file, maxBytes);
    const found = 'reason' in seen ? seen : (recall(seen, remembered) ?? (await identify(file, seen)));
    if ('reason' in found) unreadable.push({ path, reason: found.reason });
    else {
      if (remembered !== found.hash) fresh.set(file, found.hash);
      ids.add(found.photo);
      identified.push(source);
      bytes.push(found.bytes);
    }
  }
  if (remember && fresh.size > 0) await writeHashes(hashesFile, mergeHashes(files, known, fresh));
  return { photos: { files: identified, ids: ids.list(), bytes }, unreadable };
}

/** The photos at these places of a list. */
export function selectPhotos({ files, ids, bytes }: PhotoList, places: readonly number[]): PhotoList {
  const selected = growDigests(places.length);
  for (const place of places) selected.add(ids.at(place));
  return {
    files: places.flatMap((place) => files[place] ?? []),
    ids: selected.list(),
    bytes: places.map((place) => bytes[place] ?? 0),
  };
}

/** Those of the files that are listed in their order, as they will be asked for, and then all others. */
function* mergeHashes(
  files: readonly SourceFile[],
  known: RememberedHashes,
  fresh: ReadonlyMap<string, string>,
): Generator<readonly [string, string]> {
  for (const { file } of files) {
    const hash = fresh.get(file) ?? known.get(file);
    if (hash !== undefined) yield [file, hash];
  }
  const listed = new Set(files.map(({ file }) => file));
  for (const [file, hash] of known) if (!listed.has(file)) yield [file, hash];
}

interface Identity {
  readonly photo: Digest;
  readonly bytes: number;
  /** As it is to be remembered. */
  readonly hash: string;
}

type Refused = Pick<Unreadable, 'reason'>;

/** A file as it was when it was looked at; its state is another whenever its bytes may be. */
interface Seen {
  readonly bytes: number;
  readonly state: string;
}

/** Synchronous, as a promise for each of a hundred thousand files takes ten times as long. */
function lookAt(file: string, maxBytes: number): Seen | Refused {
  try {
    const { size, mtimeMs, ctimeMs, ino } = statSync(file);
    if (size > maxBytes) return { reason: `${size} bytes: larger than ${maxBytes} bytes` };
    return { bytes: size, state: `${size} ${mtimeMs} ${ctimeMs} ${ino}` };
  } catch (error) {
    return refuse(error);
  }
}

function recall({ bytes, state }: Seen, remembered: string | undefined): Identity | null {
  if (remembered?.slice(HASH_LENGTH) !== ` ${state}`) return null;
  const photo = remembered.slice(0, HASH_LENGTH);
  return isDigest(photo) ? { photo, bytes, hash: remembered } : null;
}

async function identify(file: string, { bytes, state }: Seen): Promise<Identity | Refused> {
  try {
    const photo = sha256(await readFile(file));
    return { photo, bytes, hash: `${photo} ${state}` };
  } catch (error) {
    return refuse(error);
  }
}

function refuse(error: unknown): Refused {
  const reason = unreadableReason(error);
  if (reason === null) throw error;
  return { reason };
}
