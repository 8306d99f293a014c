import { readFile, stat } from 'node:fs/promises';

import { join } from 'node:path';

import type { SourceFile } from '@tintype/images';
import type { Folders } from '@tintype/stage';
import { publish, readableJson, readTextIfThere, sha256, type Digest } from '@tintype/store';
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

const cacheSchema = z.record(z.string(), z.strictObject({ state: z.string(), photo: z.string() }));
type HashCache = Readonly<z.infer<typeof cacheSchema>>;

/**
 * The identity of every photo. `cacheFile` remembers the hash of files whose size, change times and inode are
 * still the same, so that an unchanged folder of thousands costs a look at each, not a read.
 */
export async function identifyPhotos(
  files: readonly SourceFile[],
  cacheFile: string,
  { remember }: { readonly remember: boolean } = { remember: true },
): Promise<readonly IdentifiedPhoto[]> {
  const known = await readCache(cacheFile);
  const fresh: Record<string, { state: string; photo: string }> = {};
  const photos: IdentifiedPhoto[] = [];
  for (const { path, file } of files) {
    const { size, mtimeMs, ctimeMs, ino } = await stat(file);
    const state = [size, mtimeMs, ctimeMs, ino].join(' ');
    const remembered = known[file]?.state === state ? known[file].photo : undefined;
    const photo = (remembered ?? sha256(await readFile(file))) as Digest;
    if (remembered === undefined) fresh[file] = { state, photo };
    photos.push({ photo, path, file, bytes: size });
  }
  if (remember && Object.keys(fresh).length > 0)
    await publish(cacheFile, readableJson({ ...known, ...fresh }));
  return photos;
}

/** A cache of another form is only slow: every photo is hashed anew and the cache written again. */
async function readCache(file: string): Promise<HashCache> {
  const text = await readTextIfThere(file);
  return (text === null ? null : cacheSchema.safeParse(JSON.parse(text)).data) ?? {};
}
