import { createHash } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { download, DownloadError, exists, publishFolder } from '@tintype/download';
import { expandHome, hashFile } from '@tintype/store';

import type { SourceEvent } from '../source-event.ts';
import type { ExtractLimits } from './extract-archive.ts';

/** A zip, tar or tar.gz of photos; `path` wins when both it and `url` are given. */
export interface ArchiveSettings {
  readonly url: string | null;
  readonly path: string | null;
  /** Checksum of the archive, or null to accept any and report it. */
  readonly sha256: string | null;
  /** What is used while `url` cannot be downloaded; without it that is an error. */
  readonly fallback?: 'bundled' | null;
  /** Entries that it may have. */
  readonly maxEntries?: number;
  /** Bytes that they may unpack to; null: 1 GiB and twenty times the size of the archive. */
  readonly maxUnpacked?: number | null;
}

export interface ArchiveContext {
  readonly base: string;
  readonly downloads: string;
  readonly signal: AbortSignal;
  readonly emit: (event: SourceEvent) => void;
}

/** The identity of an archive that the recipe does not state. */
export interface Pinned {
  readonly sha256: string;
}

export interface OpenedArchive {
  readonly folder: string;
  readonly pinned?: Pinned;
}

/**
 * Gets an archive, checks it and extracts its photos to `<downloads>/<sha256>`. With the checksum in the recipe
 * and that folder present nothing is read at all.
 */
export async function openArchive(
  settings: ArchiveSettings,
  context: ArchiveContext,
): Promise<OpenedArchive> {
  const expected = settings.sha256 === null ? null : checksumOf(settings.sha256);
  if (expected !== null && (await exists(join(context.downloads, expected)))) {
    return { folder: join(context.downloads, expected) };
  }
  const archive = await provideArchive(settings, context);
  const sha256 = await hashFile(archive, context.signal);
  if (expected !== null && sha256 !== expected) throw await mismatch(settings, archive, expected, sha256);
  const folder = join(context.downloads, sha256);
  const limits = limitsOf(settings);
  const { extractArchive } = await import('./extract-archive.ts'); // not before: hardly any stage unpacks one
  await publishFolder(folder, (draft) => extractArchive(archive, draft, { ...context, limits }));
  if (expected !== null) return { folder };
  context.emit({ kind: 'pinned', archive, sha256 });
  return { folder, pinned: { sha256 } };
}

function limitsOf({ maxEntries, maxUnpacked }: ArchiveSettings): Partial<ExtractLimits> {
  const isSet = maxUnpacked !== null && maxUnpacked !== undefined;
  return { ...(maxEntries !== undefined && { entries: maxEntries }), ...(isSet && { bytes: maxUnpacked }) };
}

function checksumOf(text: string): string {
  if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase();
  throw new Error(
    `ingest.source.sha256: expected 64 hexadecimal digits or null, got ${JSON.stringify(text)}`,
  );
}

/** Whether an archive is on this machine already, so that opening it needs no network. */
export async function hasArchive(
  { url, path, sha256 }: ArchiveSettings,
  { base, downloads }: Pick<ArchiveContext, 'base' | 'downloads'>,
): Promise<boolean> {
  if (await hasExtracted({ url, path, sha256 }, downloads)) return true;
  if (path !== null) return exists(resolve(base, expandHome(path)));
  return url !== null && (await exists(join(downloads, downloadName(url))));
}

/** Whether the photos of an archive lie on this machine already, so that opening it reads nothing. */
export async function hasExtracted({ sha256 }: ArchiveSettings, downloads: string): Promise<boolean> {
  return sha256 !== null && exists(join(downloads, checksumOf(sha256)));
}

async function provideArchive({ url, path }: ArchiveSettings, context: ArchiveContext): Promise<string> {
  if (path !== null) {
    const file = resolve(context.base, expandHome(path));
    const found = await stat(file).catch(() => null); // its absence is told below
    if (found?.isDirectory())
      throw new Error(
        `ingest.source.path: expected an archive, got the folder ${file}; set ingest.source.kind to "folder"`,
      );
    if (found !== null) return file;
    throw new Error(
      `ingest.source.path: expected an archive at ${file}, found none; put it there or change the path`,
    );
  }
  if (url === null) throw new Error('ingest.source: expected a url or a path of an archive, got neither');
  const file = join(context.downloads, downloadName(url));
  if (!(await exists(file))) await downloadArchive(url, file, context);
  return file;
}

async function downloadArchive(url: string, file: string, { signal, emit }: ArchiveContext): Promise<void> {
  const onProgress = (received: number, total: number | null): void =>
    emit({ kind: 'download', url, received, total });
  try {
    await download(url, file, { signal, onProgress });
  } catch (cause) {
    if (!(cause instanceof DownloadError)) throw cause;
    const remedy = `run again to go on, put the file at ${file}, or set ingest.source.path to a copy of it`;
    throw new Error(`ingest.source.url: ${cause.message}; ${remedy}`, { cause });
  }
}

/** A name that differs whenever the address does, and still tells people what it is. */
function downloadName(url: string): string {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    throw new Error(
      `ingest.source.url: expected an http(s) address, got ${url}; set ingest.source.path for a file`,
    );
  }
  const last = new URL(url).pathname.split('/').at(-1) ?? '';
  const readable = last.replaceAll(/[^\w.-]+/g, '_').slice(-80) || 'archive';
  return `${createHash('sha256').update(url).digest('hex').slice(0, 16)}-${readable}`;
}

/** A wrong download is deleted, so that the next run fetches it again; a file of the user's own stays. */
async function mismatch(
  { path }: ArchiveSettings,
  archive: string,
  expected: string,
  got: string,
): Promise<Error> {
  if (path === null) await rm(archive);
  const remedy =
    path === null ? 'it was deleted; run again or correct the checksum' : 'correct one of the two';
  return new Error(`ingest.source.sha256: expected ${expected}, but ${archive} has ${got}; ${remedy}`);
}
