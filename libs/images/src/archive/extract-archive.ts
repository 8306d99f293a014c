import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { type ArchiveEntry, safePath, visitArchive } from '@tintype/download';
import { explainError } from '@tintype/store';

import { isHidden, isPhotoName } from '../folders/photo-name.ts';
import type { SourceEvent } from '../source-event.ts';

/** What an archive may hold at most. */
export interface ExtractLimits {
  readonly entries: number;
  /** Of all entries, unpacked. */
  readonly bytes: number;
}

export interface ExtractContext {
  readonly signal: AbortSignal;
  readonly emit: (event: SourceEvent) => void;
  /** Default: two million entries, and 1 GiB beside twenty times the size of the archive. */
  readonly limits?: Partial<ExtractLimits>;
}

const EVENT_PHOTOS = 1000;

/**
 * Extracts the photos of a zip, tar or tar.gz into an existing folder. Links, devices and files that are no
 * photos are left out; a path that leads out of the folder, one that is there twice, or more than the limits
 * allow, ends it with an error, as no honest archive has any of them.
 */
export async function extractArchive(
  archive: string,
  folder: string,
  context: ExtractContext,
): Promise<void> {
  const limits = { ...limitsFor((await stat(archive)).size), ...context.limits };
  const taken = new Set<string>();
  const seen = { entries: 0, bytes: 0, photos: 0, ignored: 0 };
  const report = (): void =>
    context.emit({ kind: 'extract', archive, photos: seen.photos, ignored: seen.ignored });
  const visit = async (entry: ArchiveEntry): Promise<void> => {
    seen.entries += 1;
    seen.bytes += entry.bytes;
    assertWithin(limits, seen);
    const path = safePath(entry.path);
    if (entry.kind === 'folder' || path.split('/').some(isHidden)) return;
    if (entry.kind === 'file' && isPhotoName(path)) {
      if (taken.has(path)) throw new Error(`two of its entries are called ${JSON.stringify(path)}`);
      taken.add(path);
      await write(entry, join(folder, path), context.signal);
      if (++seen.photos % EVENT_PHOTOS === 0) report();
    } else seen.ignored += 1;
  };
  try {
    await visitArchive(archive, visit, context.signal);
  } catch (cause) {
    context.signal.throwIfAborted();
    throw new Error(`ingest.source: cannot extract ${archive}: ${explainError(cause)}`, { cause });
  }
  report();
}

/** Photos hardly compress, so an archive that grows far beyond its size is a bomb, not a collection. */
function limitsFor(archiveBytes: number): ExtractLimits {
  return { entries: 2e6, bytes: 2 ** 30 + 20 * archiveBytes };
}

function assertWithin(limits: ExtractLimits, seen: ExtractLimits): void {
  if (seen.entries > limits.entries)
    throw new Error(`it has more than ${limits.entries} entries; ingest.source.maxEntries allows more`);
  if (seen.bytes > limits.bytes)
    throw new Error(`it unpacks to more than ${limits.bytes} bytes; ingest.source.maxUnpacked allows more`);
}

async function write(entry: ArchiveEntry, file: string, signal: AbortSignal): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, await entry.open(), { signal });
}
