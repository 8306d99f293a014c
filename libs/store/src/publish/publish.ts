import { chmod, link, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { describeError, readErrorCode } from '../files/error-facts.ts';
import { FILES_AT_ONCE, mapConcurrently } from '../files/map-concurrently.ts';
import { readyFolder, removeDraft, withDraft, withDrafts } from './drafts.ts';
import { FolderError } from './make-folder.ts';

const READ_ONLY = 0o444;

export interface PublishOptions {
  /**
   * Whether nobody may write the file. Default: true, as what the store names by its content must not change.
   * Otherwise it has the permissions that the umask leaves.
   */
  readonly readOnly?: boolean;
  /** What to do where the system refuses, by its codes, in place of what fits the store. */
  readonly remedies?: Readonly<Record<string, string>>;
}

/**
 * Makes `bytes` visible under `file` whole or not at all, also when the process or the machine dies half-way:
 * a draft beside the target is written and synced, given its permissions, renamed, and the folder synced.
 * Renaming replaces: whoever publishes the same content second changes nothing.
 */
export async function publish(
  file: string,
  bytes: Uint8Array | string,
  options: PublishOptions = {},
): Promise<void> {
  return publishSynced(file, (draft) => writeSynced(draft, bytes), options);
}

export interface WholeFile {
  readonly file: string;
  readonly bytes: Uint8Array | string;
}

/**
 * As `publish`, for several files: they appear in this order, once all of them are synced. A disk that is asked to
 * sync several files at a time takes little longer than for one.
 */
export async function publishAll(files: readonly WholeFile[]): Promise<void> {
  for (const { file } of files) await naming(file, () => readyFolder(dirname(file)));
  await withDrafts(
    files.map(({ file }) => file),
    async (drafts) => {
      const written = files.map((one, i) => ({ ...one, draft: drafts[i] ?? '' }));
      await mapConcurrently(written, FILES_AT_ONCE, ({ file, bytes, draft }) =>
        naming(file, async () => {
          await writeSynced(draft, bytes);
          await chmod(draft, READ_ONLY);
        }),
      );
      for (const { file, draft } of written) await naming(file, () => rename(draft, file));
    },
  );
  await mapConcurrently(files, FILES_AT_ONCE, ({ file }) => naming(file, () => syncFolder(dirname(file))));
}

/** Throws an error that names the file. */
async function naming(file: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    throw writeError(file, error);
  }
}

/** As `publish`, for what another library writes: `write` is given the name of the draft, an empty file. */
export async function publishWritten(
  file: string,
  write: (draft: string) => Promise<void>,
  options: PublishOptions = {},
): Promise<void> {
  const writeAndSync = async (draft: string) => {
    await createEmpty(draft); // by itself libvips would give others fewer permissions than the umask does
    await write(draft);
    await syncFile(draft);
  };
  return publishSynced(file, writeAndSync, options);
}

async function publishSynced(
  file: string,
  write: (draft: string) => Promise<void>,
  { readOnly = true, remedies = {} }: PublishOptions,
): Promise<void> {
  try {
    await withDraft(file, async (draft) => {
      await write(draft);
      if (readOnly) await chmod(draft, READ_ONLY);
      await rename(draft, file);
    });
    await syncFolder(dirname(file));
  } catch (error) {
    throw writeError(file, error, remedies);
  }
}

/** Makes `text` visible under `file`, whole, unless there is such a file. @returns whether there was none */
export async function publishNew(file: string, text: string): Promise<boolean> {
  try {
    await withDraft(file, async (draft) => {
      await writeSynced(draft, text);
      await link(draft, file);
      await removeDraft(draft);
    });
    return true;
  } catch (error) {
    if (readErrorCode(error) === 'EEXIST' && !(error instanceof FolderError)) return false;
    throw writeError(file, error);
  }
}

/** Makes a folder, and throws what the system says where no file can be written into it. */
export async function probeFolder(folder: string): Promise<void> {
  await withDraft(join(folder, 'probe'), async (draft) => {
    await createEmpty(draft);
    await rm(draft);
  });
}

const REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: 'free some space there and run again',
  EDQUOT: 'free some of your quota there and run again',
  EROFS: 'make it writable, or work in a copy of the checkout that is',
  EACCES: 'make it writable, or work in a copy of the checkout that is',
  EPERM: 'make it writable, or work in a copy of the checkout that is',
  EIO: 'the disk failed: check it, then run again',
  EFBIG: 'the disk, or a limit of this shell (ulimit -f), allows no file so large',
  ENAMETOOLONG: 'choose a shorter name',
};

/** Says which file could not be written, as Node does not for calls on an open file, and what to do if that is known. */
export function writeError(
  file: string,
  cause: unknown,
  remedies: Readonly<Record<string, string>> = {},
): Error {
  const code = readErrorCode(cause);
  const remedy = { ...REMEDIES, ...remedies }[String(code)];
  const said = describeError(cause).replace(DRAFT_NAMES, '');
  const message = [`cannot write ${file}: ${said}`, remedy].filter(Boolean).join('; ');
  return Object.assign(new Error(message, { cause }), { code });
}

/** Node names the draft, which tells nobody anything. */
const DRAFT_NAMES = / '[^']*\.tintype-[^']*\.tmp'.*$/;

async function createEmpty(file: string): Promise<void> {
  await (await open(file, 'wx')).close();
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
