import { join } from 'node:path';

import { hasArchive, openSource, type SourceSettings } from '@tintype/images';
import { foldersOf, type Recipe } from '@tintype/stage';
import { listManifests, sha256 } from '@tintype/store';

import { ingestSettings, sourceContext } from '../stages/ingest.ts';
import { identifyPhotos, photoHashes } from './identify-photos.ts';
import { insteadOf } from './instead-of.ts';

type FolderSource = Extract<SourceSettings, { kind: 'folder' }>;
type ArchiveSource = Extract<SourceSettings, { kind: 'archive' }>;

/**
 * One line for each folder that a recipe reads, which changes when a photo in it does, and one for each archive for
 * which the bundled photos stand in as soon as it can be had: `ingest` then runs again and takes it.
 */
export async function probeSources(
  recipes: readonly Recipe[],
  workspace: string,
): Promise<readonly string[]> {
  const settings = recipes.map((recipe) => ingestSettings.parse(recipe['ingest']));
  const missed = await missedArchives(workspace);
  const probed = await Promise.all(
    settings.map(async ({ source, maxBytes }) => {
      if (source.kind === 'folder') return [await probeFolder(source, maxBytes, workspace)];
      const isMissed = source.kind === 'archive' && source.url !== null && missed.has(source.url);
      return isMissed ? probeArchive(source, workspace) : [];
    }),
  );
  return [...new Set(probed.flat())].sort();
}

async function probeFolder(source: FolderSource, maxBytes: number, workspace: string): Promise<string> {
  const folders = foldersOf(workspace);
  const context = sourceContext(folders, new AbortController().signal, () => {});
  // A folder that cannot be read is reported by the stage that needs it.
  const opened = await openSource(source, context).catch(() => ({ files: [], unreadable: [] }));
  const { photos, unreadable } = await identifyPhotos(opened.files, photoHashes(folders), { maxBytes });
  const lines = [
    ...photos.map(({ photo, path }) => `${photo} ${path}`),
    ...[...opened.unreadable, ...unreadable].map(({ path, reason }) => `${reason}: ${path}`),
  ];
  return `source ${source.path} ${sha256(lines.join('\n'))}`;
}

/** Addresses of archives that some run asked for in vain: nobody else's run waits for a server to answer. */
async function missedArchives(workspace: string): Promise<ReadonlySet<string>> {
  const manifests = await listManifests(join(foldersOf(workspace).data, 'manifests'));
  return new Set(manifests.flatMap((manifest) => insteadOf(manifest) ?? []));
}

/** How long a server may take to say that it is there. */
const PATIENCE_MS = 3000;

async function probeArchive(source: ArchiveSource, workspace: string): Promise<readonly string[]> {
  const folders = foldersOf(workspace);
  const context = sourceContext(folders, new AbortController().signal, () => {});
  const isThere = (await hasArchive(source, context)) || (await answers(source.url ?? ''));
  return isThere ? [`source ${source.url} can be had`] : [];
}

async function answers(url: string): Promise<boolean> {
  return fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(PATIENCE_MS) }).then(
    ({ ok }) => ok,
    () => false, // whatever the reason, it cannot be had now
  );
}
