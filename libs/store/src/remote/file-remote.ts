import { createReadStream, createWriteStream } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { describeError } from '../files/error-facts.ts';
import { isMissing, readIfThere } from '../files/read-if-there.ts';
import { isDraft } from '../publish/drafts.ts';
import { probeFolder, publish } from '../publish/publish.ts';
import type { Remote, RemoteObject, RequestOptions } from './remote.ts';
import type { RemoteAddress } from './remote-address.ts';
import { RemoteError } from './remote-error.ts';

/** A remote in a folder that a team shares, such as one on a network disk. */
export function openFileRemote(url: string, folder: string): Remote {
  const pathOf = (key: string) => join(folder, key);
  return {
    url,
    check: (mode) => checkFolder(url, folder, mode),
    read: async (key) => explain(url, key, () => readIfThere(pathOf(key))),
    download: async (key, file, options) => explain(url, key, () => copyInto(pathOf(key), file, options)),
    size: async (key) => explain(url, key, () => sizeIfThere(pathOf(key))),
    async write(key, bytes, { replace = false } = {}) {
      return explain(url, key, async () => {
        if (!replace && (await sizeIfThere(pathOf(key))) !== null) return false;
        await publish(pathOf(key), bytes);
        return true;
      });
    },
    list: (key) => listFiles(folder, pathOf(key)),
    remove: async (key) => explain(url, key, () => rm(pathOf(key), { force: true })),
  };
}

async function checkFolder(url: string, folder: string, mode: RemoteAddress['mode']): Promise<void> {
  const found = await stat(folder).catch((error: unknown) => {
    if (!isMissing(error))
      throw new RemoteError(`${url}: cannot be read: ${describeError(error)}`, { cause: error });
    return null;
  });
  if (found === null || !found.isDirectory())
    throw new RemoteError(
      `${url}: expected a folder, got ${found === null ? 'none' : 'a file'}; make it (a network disk may have to be mounted first), or correct TINTYPE_REMOTE`,
      { exitCode: 2 },
    );
  if (mode === 'read') return;
  await probeFolder(folder).catch((error: unknown) => {
    throw new RemoteError(
      `${url}: cannot be written: ${describeError(error)}; ask for the right to write there, or set TINTYPE_REMOTE_MODE=read`,
      { cause: error },
    );
  });
}

/** Streams, as copying by the system would also take over that nobody may write the file. */
async function copyInto(from: string, to: string, { signal }: RequestOptions = {}): Promise<boolean> {
  try {
    await pipeline(createReadStream(from), createWriteStream(to), { ...(signal && { signal }) });
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

async function sizeIfThere(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function* listFiles(root: string, folder: string): AsyncIterable<RemoteObject> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  for (const entry of entries) {
    if (!entry.isFile() || isDraft(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    const { size, mtimeMs } = await stat(path);
    yield { key: relative(root, path).split(sep).join('/'), bytes: size, writtenAt: mtimeMs };
  }
}

/** Names the object; what the system says names the rest. */
async function explain<T>(url: string, key: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') throw error;
    throw new RemoteError(`${url}/${key}: ${describeError(error)}`, { cause: error });
  }
}
