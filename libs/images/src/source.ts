import { join, resolve } from 'node:path';

import { DownloadError, exists } from '@tintype/download';
import { describeError, expandHome } from '@tintype/store';

import { type ArchiveSettings, hasExtracted, openArchive, type Pinned } from './archive/open-archive.ts';
import { findLeftOut } from './folders/left-out.ts';
import { listFolder } from './folders/list-folder.ts';
import { FolderError } from './folders/open-root.ts';
import { PHOTO_EXTENSIONS } from './folders/photo-name.ts';
import type { SourceFile } from './folders/source-file.ts';
import type { Unreadable } from './folders/unreadable.ts';
import { openSet, type PhotoSet } from './licences/photo-set.ts';
import { generateScenes, type SceneSettings, scenesFolder } from './scenes/generate-scenes.ts';
import type { SourceEvent } from './source-event.ts';

/** Where the photos of a recipe come from (`ingest.source`). */
export type SourceSettings =
  | { readonly kind: 'bundled'; readonly set?: PhotoSet }
  | { readonly kind: 'folder'; readonly path: string }
  | ({ readonly kind: 'archive' } & ArchiveSettings)
  | ({ readonly kind: 'generated' } & SceneSettings);

export interface SourceContext {
  /** The folder of the bundled photos. */
  readonly bundled: string;
  /** The folder that relative paths resolve against. */
  readonly base: string;
  /** Where archives and generated scenes are kept; made when missing. */
  readonly downloads: string;
  readonly signal: AbortSignal;
  readonly emit: (event: SourceEvent) => void;
}

export interface OpenedSource {
  /** Sorted by path, at least one. */
  readonly files: readonly SourceFile[];
  /** What looks like a photo there and cannot be listed as one. */
  readonly unreadable: readonly Unreadable[];
  /** What an archive without a checksum in the recipe turned out to be. */
  readonly pinned?: Pinned;
  /** Why these are the bundled photos although the settings name an archive. */
  readonly fellBack?: string;
}

/**
 * Makes the photos of a source available as local files and lists them. Downloads, extracts and generates only
 * what is not there yet. Throws when the source cannot be had or holds no photo, saying what to change.
 */
export async function openSource(settings: SourceSettings, context: SourceContext): Promise<OpenedSource> {
  const { folder, isWanted = () => true, ...found } = await provideFolder(settings, context);
  const listing = await listFolder(folder, context.signal).catch((error: unknown) =>
    refuseFolder(error, settings),
  );
  const { unreadable } = listing;
  const files = listing.files.filter(({ path }) => isWanted(path));
  const leftOut = await findLeftOut(listing);
  const ignored = listing.ignored + listing.repeated.length - leftOut.length;
  if (ignored > 0) context.emit({ kind: 'ignored', folder, count: ignored });
  if (leftOut.length > 0) context.emit({ kind: 'left-out', entries: leftOut });
  if (files.length === 0) throw new Error(noPhotos(settings, folder, [...unreadable, ...leftOut]));
  return { files, unreadable, ...found };
}

/** Whether the photos of a source lie on this machine, so that opening it writes nothing and needs no network. */
export async function hasSource(
  settings: SourceSettings,
  { downloads }: Pick<SourceContext, 'downloads'>,
): Promise<boolean> {
  switch (settings.kind) {
    case 'bundled':
    case 'folder':
      return true;
    case 'archive':
      return hasExtracted(settings, downloads);
    case 'generated':
      return exists(scenesFolder(settings, downloads));
    default:
      throw new Error(
        `Internal error: expected a known source, got ${JSON.stringify(settings satisfies never)}`,
      );
  }
}

interface ProvidedFolder {
  readonly folder: string;
  /** Whether the source has this photo of the folder; all, if it is not given. */
  readonly isWanted?: (path: string) => boolean;
  readonly pinned?: Pinned;
  readonly fellBack?: string;
}

async function provideFolder(settings: SourceSettings, context: SourceContext): Promise<ProvidedFolder> {
  switch (settings.kind) {
    case 'bundled':
      return provideBundled(settings.set ?? 'all', context);
    case 'folder':
      return { folder: locate(settings.path, context) };
    case 'archive':
      return openArchive(settings, context).catch((error: unknown) => fallBack(error, settings, context));
    case 'generated':
      return { folder: await generateScenes(settings, context.downloads, context) };
    default:
      throw new Error(
        `Internal error: expected a known source, got ${JSON.stringify(settings satisfies never)}`,
      );
  }
}

async function provideBundled(set: PhotoSet, { bundled }: SourceContext): Promise<ProvidedFolder> {
  return { folder: bundled, isWanted: await openSet(set, join(bundled, 'LICENSES.csv')) };
}

function locate(path: string, { base }: SourceContext): string {
  try {
    return resolve(base, expandHome(path));
  } catch (cause) {
    throw new Error(`ingest.source.path: ${describeError(cause)}`, { cause });
  }
}

/** A download that failed may have a substitute; an archive with the wrong bytes must not. */
async function fallBack(
  error: unknown,
  { fallback }: ArchiveSettings,
  context: SourceContext,
): Promise<ProvidedFolder> {
  const download = error instanceof Error ? error.cause : undefined;
  if (fallback !== 'bundled' || !(download instanceof DownloadError)) throw error;
  return { ...(await provideBundled('article', context)), fellBack: download.message };
}

function noPhotos(settings: SourceSettings, folder: string, [first]: readonly Unreadable[]): string {
  const other = first === undefined ? '' : ` beside ${first.path} (${first.reason})`;
  const found = `${folder} has no photos${other}: expected at least one of ${PHOTO_EXTENSIONS}`;
  const setting = settingOf(settings);
  return `${setting}: ${found}; put photos there or change ${setting}`;
}

const ARCHIVE = /\.(zip|tar|tgz|tar\.gz)$/i;

function refuseFolder(error: unknown, settings: SourceSettings): never {
  if (!(error instanceof FolderError)) throw error;
  const setting = settingOf(settings);
  const isArchive = settings.kind === 'folder' && ARCHIVE.test(settings.path);
  const remedy = isArchive ? 'set ingest.source.kind to "archive"' : `change ${setting}`;
  throw new Error(`${setting}: ${error.message}; ${remedy}`, { cause: error });
}

function settingOf({ kind }: SourceSettings): string {
  return kind === 'folder' ? 'ingest.source.path' : 'ingest.source';
}
