import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

import { type SourceFile, type Unreadable, unreadableReason } from '@tintype/images/sources';
import { type Digest, parseDigest, sha256 } from '@tintype/store';

import { HASH_LENGTH, readHashes, writeHashes } from './photo-hashes.ts';

export interface IdentifiedPhoto {
  /** sha256 of its bytes. */
  readonly photo: Digest;
  readonly path: string;
  readonly file: string;
  readonly bytes: number;
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
): Promise<{ readonly photos: readonly IdentifiedPhoto[]; readonly unreadable: readonly Unreadable[] }> {
  const known = await readHashes(hashesFile);
  const fresh = new Map<string, string>();
  const photos: IdentifiedPhoto[] = [];
  const unreadable: Unreadable[] = [];
  for (const { path, file } of files) {
    const found = await identify(file, known.get(file), maxBytes);
    if ('reason' in found) unreadable.push({ path, reason: found.reason });
    else {
      const { photo, bytes, hash } = found;
      if (known.get(file) !== hash) fresh.set(file, hash);
      photos.push({ photo, path, file, bytes });
    }
  }
  if (remember && fresh.size > 0) await writeHashes(hashesFile, new Map([...known, ...fresh]));
  return { photos, unreadable };
}

type Identity = Pick<IdentifiedPhoto, 'photo' | 'bytes'> & { readonly hash: string };

async function identify(
  file: string,
  remembered: string | undefined,
  maxBytes: number,
): Promise<Identity | Pick<Unreadable, 'reason'>> {
  try {
    // Synchronous, as a promise for each of a hundred thousand files takes ten times as long.
    const { size, mtimeMs, ctimeMs, ino } = statSync(file);
    if (size > maxBytes) return { reason: `${size} bytes: larger than ${maxBytes} bytes` };
    const state = [size, mtimeMs, ctimeMs, ino].join(' ');
    const isSame = remembered?.slice(HASH_LENGTH + 1) === state;
    const photo = isSame ? parseDigest(remembered.slice(0, HASH_LENGTH)) : sha256(await readFile(file));
    return { photo, bytes: size, hash: `${photo} ${state}` };
  } catch (error) {
    const reason = unreadableReason(error);
    if (reason === null) throw error;
    return { reason };
  }
}
