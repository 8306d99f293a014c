import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';

import { Parser, type ReadEntry } from 'tar';
import { type Entry, getFileNameLowLevel, openPromise } from 'yauzl';

/** What an archive says about one of its entries; `path` is unchecked. */
export interface ArchiveEntry {
  readonly path: string;
  /** 'other' is anything that is neither: links, devices, pipes. */
  readonly kind: 'file' | 'folder' | 'other';
  readonly bytes: number;
  /** The content, to be read during the visit. */
  readonly open: () => Promise<AsyncIterable<Uint8Array>>;
}

export type Visit = (entry: ArchiveEntry) => Promise<void>;

/** Visits the entries of a zip or a (compressed) tar in order, one at a time, without holding more than a chunk. */
export async function visitArchive(file: string, visit: Visit, signal: AbortSignal): Promise<void> {
  return (await startsAsZip(file)) ? visitZip(file, visit, signal) : visitTar(file, visit, signal);
}

async function startsAsZip(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer } = await handle.read({ buffer: Buffer.alloc(4), position: 0 });
    // 'PK\3\4' before the first entry, 'PK\5\6' when there is none
    return ['PK\x03\x04', 'PK\x05\x06'].includes(buffer.toString('latin1'));
  } finally {
    await handle.close();
  }
}

async function visitZip(file: string, visit: Visit, signal: AbortSignal): Promise<void> {
  const zip = await openPromise(file, { lazyEntries: true, autoClose: false, decodeStrings: false });
  try {
    for await (const entry of zip.eachEntry()) {
      signal.throwIfAborted();
      const path = zipPath(entry);
      if (entry.isEncrypted()) throw new Error(`${path}: expected a plain file, found an encrypted one`);
      const bytes = entry.uncompressedSize;
      await visit({ path, kind: zipKind(entry, path), bytes, open: () => zip.openReadStreamPromise(entry) });
    }
  } finally {
    zip.close();
  }
}

function zipPath(entry: Entry): string {
  return getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
}

const MADE_BY_UNIX = 3;
const FILE_TYPE_MASK = 0o170000;
const REGULAR_FILE = 0o100000;

function zipKind(entry: Entry, path: string): ArchiveEntry['kind'] {
  if (path.endsWith('/')) return 'folder';
  const type = (entry.externalFileAttributes >>> 16) & FILE_TYPE_MASK;
  const special = entry.versionMadeBy >>> 8 === MADE_BY_UNIX && type !== 0 && type !== REGULAR_FILE;
  return special ? 'other' : 'file';
}

async function visitTar(file: string, visit: Visit, signal: AbortSignal): Promise<void> {
  const source = createReadStream(file, { signal });
  let visited = Promise.resolve();
  let stopped = false; // what the parser still holds then is dropped
  await new Promise<void>((done, fail) => {
    const stop = (error: unknown): void => {
      stopped = true;
      source.destroy();
      fail(error);
    };
    const parser = new Parser({
      onReadEntry: (entry) => {
        visited = visited.then(() => (stopped ? undefined : visitTarEntry(entry, visit))).catch(stop);
      },
      onwarn: (code, message) => {
        if (code !== 'TAR_ENTRY_INFO') stop(new Error(`expected a zip or tar archive, found: ${message}`));
      },
    });
    source.on('error', stop);
    parser.on('error', stop);
    parser.on('end', () => visited.then(done, stop));
    source.pipe(parser);
  });
}

async function visitTarEntry(entry: ReadEntry, visit: Visit): Promise<void> {
  await visit({
    path: entry.path,
    kind: tarKind(entry.type),
    bytes: entry.size,
    open: () => Promise.resolve(entry),
  });
  entry.resume(); // an entry that nobody read would hold up the next
}

function tarKind(type: string): ArchiveEntry['kind'] {
  if (type === 'Directory' || type === 'GNUDumpDir') return 'folder';
  return type === 'File' || type === 'OldFile' || type === 'ContiguousFile' ? 'file' : 'other';
}
