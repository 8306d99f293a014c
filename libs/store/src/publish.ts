import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

import { codeOf } from './error-facts.ts';

const READ_ONLY = 0o444;

export interface PublishOptions {
  /** The permissions of the file. Default: read-only, as what the store names by its content must not change. */
  readonly mode?: number;
}

/**
 * Makes `bytes` visible under `file` whole or not at all, also when the process or the machine dies half-way:
 * a temporary file beside the target is written and synced, given its permissions, renamed, and the folder synced.
 * Renaming replaces: whoever publishes the same content second changes nothing.
 */
export async function publish(
  file: string,
  bytes: Uint8Array | string,
  { mode = READ_ONLY }: PublishOptions = {},
): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const temporary = temporaryFor(file);
  try {
    await writeSynced(temporary, bytes);
    await chmod(temporary, mode);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(file));
}

/** Makes `text` visible under `file`, whole, unless there is such a file. @returns whether there was none */
export async function publishNew(file: string, text: string): Promise<boolean> {
  await mkdir(dirname(file), { recursive: true });
  const temporary = temporaryFor(file);
  await writeSynced(temporary, text);
  try {
    await link(temporary, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

function temporaryFor(file: string): string {
  return `${file}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
}

async function writeSynced(file: string, bytes: Uint8Array | string): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
