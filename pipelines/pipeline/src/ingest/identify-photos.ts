import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type SourceFile, type Unreadable, unreadableReason } from '@tintype/images/sources';
import type { Folders } from '@tintype/stage';
import { type Digest, parseDigest, publish, readableJson, readTextIfThere, sha256 } from '@tintype/store';
import { z } from 'zod';

export interface IdentifiedPhoto {
  /** sha256 of its bytes. */
  readonly photo: Digest;
  readonly path: string;
  readonly file: string;
  readonly bytes: number;
}

/** Where the hashes of photos are remembered. */
export function photoHashes({ data }: Pick<Folders, 'data'>): string {
  return join(data, 'store', 'photo-hashes.json');
}

const cacheSchema = z.record(
  z.string(),
  z.strictObject({ state: z.string(), photo: z.string().transform(parseDigest) }),
);
type HashCache = Readonly<z.infer<typeof cacheSchema>>;

export interface IdentifyOptions {
  /** Bytes that a file may have to be looked at. */
  readonly maxBytes: number;
  /** Whether the hashes are remembered. Default: true. */
  readonly remember?: boolean;
}

/**
 * The identity of every photo; what cannot be read is told of. `cacheFile` remembers the hash of files whose size,
 * change times and inode are still the same, so that an unchanged folder of thousands costs a look at each, not a read.
 */
export async function identifyPhotos(
  files: readonly SourceFile[],
  cacheFile: string,
  { maxBytes, remember = true }: IdentifyOptions,
): Promise<{ readonly photos: readonly IdentifiedPhoto[]; readonly unreadable: readonly Unreadable[] }> {
  const known = await readCache(cacheFile);
  const fresh: Record<string, { state: string; photo: Digest }> = {};
  const photos: IdentifiedPhoto[] = [];
  const unreadable: Unreadable[] = [];
  for (const { path, file } of files) {
    const found = await identify(file, known[file], maxBytes);
    if ('reason' in found) unreadable.push({ path, reason: found.reason });
    else {
      if (known[file]?.state !== found.state) fresh[file] = { state: found.state, photo: found.photo };
      photos.push({ photo: found.photo, path, file, bytes: found.bytes });
    }
  }
  if (remember && Object.keys(fresh).length > 0)
    await publish(cacheFile, readableJson({ ...known, ...fresh }));
  return { photos, unreadable };
}

type Identity = Pick<IdentifiedPhoto, 'photo' | 'bytes'> & { readonly state: string };

async function identify(
  file: string,
  remembered: HashCache[string] | undefined,
  maxBytes: number,
): Promise<Identity | Pick<Unreadable, 'reason'>> {
  try {
    // Synchronous, as a promise for each of thousands of files takes ten times as long.
    const { size, mtimeMs, ctimeMs, ino } = statSync(file);
    if (size > maxBytes) return { reason: `${size} bytes: larger than ${maxBytes} bytes` };
    const state = [size, mtimeMs, ctimeMs, ino].join(' ');
    const photo = remembered?.state === state ? remembered.photo : sha256(await readFile(file));
    return { photo, bytes: size, state };
  } catch (error) {
    const reason = unreadableReason(error);
    if (reason === null) throw error;
    return { reason };
  }
}

/** A cache of another form, or a damaged one, is only slow: every photo is hashed anew and the cache written again. */
async function readCache(file: string): Promise<HashCache> {
  const text = await readTextIfThere(file);
  return (text === null ? undefined : parseCache(text)) ?? {};
}

function parseCache(text: string): HashCache | undefined {
  try {
    return cacheSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined; // no JSON
  }
}
