import { createHash } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { publishFolder } from '@tintype/download';

import { cacheFolder } from '../cache-folder.ts';
import type { FoundTensorFlow } from '../machine/found-tensorflow.ts';
import { fetchedName, isWhole, partsOf, unpackedFolder } from '../machine/libraries.ts';
import type { WheelSet } from '../wheels.ts';
import { extractWheel } from './extract-wheel.ts';
import { type FetchContext, fetchWheel } from './fetch-wheel.ts';

export type LibrariesContext = Omit<FetchContext, 'onProgress'>;

/** Fetches and unpacks a set of wheels unless it is there, and returns the folder of its TensorFlow. */
export async function fetchLibraries(set: WheelSet, context: LibrariesContext): Promise<string> {
  const { user, emit } = context;
  const folder = unpackedFolder(user, fetchedName(set.variant));
  if (!isWhole(folder, user, partsOf(set))) {
    await rm(folder, { recursive: true, force: true });
    emit({ type: 'fetch', variant: set.variant, wheels: set.wheels.length, bytes: set.bytes });
    await unpack(await fetchAll(set, context), folder, context);
  }
  return join(folder, 'tensorflow');
}

async function fetchAll(set: WheelSet, context: LibrariesContext): Promise<readonly string[]> {
  const files: string[] = [];
  let before = 0;
  for (const wheel of set.wheels) {
    const onProgress = (received: number): void =>
      context.emit({ type: 'progress', file: wheel.file, received: before + received, total: set.bytes });
    files.push(
      await fetchWheel(wheel, join(cacheFolder(context.user), 'downloads'), { ...context, onProgress }),
    );
    before += wheel.bytes;
    onProgress(0);
  }
  return files;
}

/** Each wheel goes as soon as it is unpacked, so that the disk never holds all of both. */
async function unpack(wheels: readonly string[], folder: string, context: LibrariesContext): Promise<void> {
  await publishFolder(folder, async (draft) => {
    for (const wheel of wheels) {
      context.emit({ type: 'extract', file: wheel });
      await extractWheel(wheel, draft, context.signal);
      await rm(wheel);
    }
  });
}

/** The folder of a TensorFlow on the machine; a wheel of the user's is unpacked into the cache, and stays. */
export async function foundLibraries(found: FoundTensorFlow, context: LibrariesContext): Promise<string> {
  if (found.folder !== null) return found.folder;
  const { size, mtimeMs } = await stat(found.path);
  const identity = createHash('sha256')
    .update(JSON.stringify([found.path, size, mtimeMs]))
    .digest('hex');
  const folder = unpackedFolder(context.user, `${found.version}-wheel-${identity.slice(0, 8)}`);
  if (!isWhole(folder, context.user, [])) {
    await rm(folder, { recursive: true, force: true });
    await publishFolder(folder, async (draft) => {
      context.emit({ type: 'extract', file: found.path });
      await extractWheel(found.path, draft, context.signal);
    });
  }
  return join(folder, 'tensorflow');
}
