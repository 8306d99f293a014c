import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

import { describeError, readErrorCode } from './error-facts.ts';

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
  options: PublishOptions = {},
): Promise<void> {
  return publishSynced(file, (temporary) => writeSynced(temporary, bytes), options);
}

/** As `publish`, for what another library writes: `write` is given the name of the temporary file. */
export async function publishWritten(
  file: string,
  write: (temporary: string) => Promise<void>,
  options: PublishOptions = {},
): Promise<void> {
  const writeAndSync = async (temporary: string) => {
    await write(temporary);
    await syncFile(temporary);
  };
  return publishSynced(file, writeAndSync, options);
}

async function publishSynced(
  file: string,
  write: (temporary: string) => Promise<void>,
  { mode = READ_ONLY }: PublishOptions,
): Promise<void> {
  const temporary = temporaryFor(file);
  try {
    await mkdir(dirname(file), { recursive: true });
    await write(temporary);
    await chmod(temporary, mode);
    await rename(temporary, file);
    await syncFolder(dirname(file));
  } catch (error) {
    await removeQuietly(temporary);
    throw writeError(file, error);
  }
}

/** Makes `text` visible under `file`, whole, unless there is such a file. @returns whether there was none */
export async function publishNew(file: string, text: string): Promise<boolean> {
  const temporary = temporaryFor(file);
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeSynced(temporary, text);
    await link(temporary, file);
    return true;
  } catch (error) {
    if (readErrorCode(error) === 'EEXIST') return false;
    throw writeError(file, error);
  } finally {
    await removeQuietly(temporary);
  }
}

const REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: 'free some space there and run again',
  EDQUOT: 'free some of your quota there and run again',
  EROFS: 'make it writable, or work in a copy of the checkout that is',
  EACCES: 'make it writable, or work in a copy of the checkout that is',
  EPERM: 'make it writable, or work in a copy of the checkout that is',
  EIO: 'the disk failed: check it, then run again',
};

/** Says which file could not be written, as Node does not for calls on an open file, and what to do. */
export function writeError(file: string, cause: unknown): Error {
  const code = readErrorCode(cause);
  const remedy = REMEDIES[String(code)] ?? 'nothing is lost: run again';
  return Object.assign(new Error(`cannot write ${file}: ${describeError(cause)}; ${remedy}`, { cause }), {
    code,
  });
}

/** What went wrong before is worth more than that a draft could not be removed either. */
async function removeQuietly(temporary: string): Promise<void> {
  await rm(temporary, { force: true }).catch(() => {});
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

async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes the names in a folder, or the bytes of a file, outlast a loss of power. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
