import { basename, join, resolve } from 'node:path';

import { type FolderListing, listFolder, type SourceSettings } from '@tintype/images/sources';
import { locateFolders } from '@tintype/stage';
import { type Digest, digestJson, expandHome, manifestFiles, readManifest, sha256 } from '@tintype/store';
import { z } from 'zod';

import { ingestSummary } from '../schemas/ingest.ts';
import { identifyPhotos, type PhotoList } from './identify-photos.ts';
import { photoHashes } from './photo-hashes.ts';
import type { probedSettings } from './source-schema.ts';

type ProbedSettings = z.output<typeof probedSettings>;
type FolderSource = Extract<SourceSettings, { kind: 'folder' }>;

/** Read loosely: a manifest of another version may name an archive too. */
const missedArchive = z.object({ insteadOf: ingestSummary.shape.insteadOf });

/**
 * One line for each folder that a recipe reads, which changes when a photo in it does, and one for each archive for
 * which the bundled photos stand in as soon as it can be had: `ingest` then runs again and takes it.
 */
export async function probeSources(
  settings: readonly ProbedSettings[],
  workspace: string,
): Promise<readonly string[]> {
  const missed = await missedArchives(workspace);
  const probed = await Promise.all(
    settings.map(async ({ source, maxBytes }) => {
      if (source.kind === 'folder') return [await probeFolder(source, maxBytes, workspace)];
      if (source.kind !== 'archive' || source.url === null || !missed.has(source.url)) return [];
      const { probeArchive } = await import('./probe-archive.ts'); // hardly ever, and it takes long to load
      return probeArchive(source, workspace);
    }),
  );
  return [...new Set(probed.flat())].sort();
}

async function probeFolder({ path }: FolderSource, maxBytes: number, workspace: string): Promise<string> {
  // A folder that cannot be read is reported by the stage that needs it.
  const listed = await listPathed(path, workspace).catch(() => ({ files: [], unreadable: [] }));
  const hashes = photoHashes(locateFolders(workspace));
  const { photos, unreadable } = await identifyPhotos(listed.files, hashes, { maxBytes });
  const lines = [...listed.unreadable, ...unreadable].map((one) => `${one.reason}: ${one.path}`);
  return `source ${path} ${digestJson([digestPhotos(photos), ...lines])}`;
}

/** Of the paths and bytes of photos, some thousand at a time: the text of millions would be too long for one. */
function digestPhotos({ files, ids }: PhotoList): Digest {
  const digests: Digest[] = [];
  for (let first = 0; first < files.length; first += PHOTOS_AT_ONCE) {
    const some = files.slice(first, first + PHOTOS_AT_ONCE);
    digests.push(sha256(some.map(({ path }, i) => `${ids.at(first + i)} ${path}`).join('\n')));
  }
  return digestJson(digests);
}

const PHOTOS_AT_ONCE = 4096;

async function listPathed(path: string, workspace: string): Promise<FolderListing> {
  return listFolder(resolve(workspace, expandHome(path)), new AbortController().signal);
}

/** Addresses of archives that some run asked for in vain: nobody else's run waits for a server to answer. */
async function missedArchives(workspace: string): Promise<ReadonlySet<string>> {
  const files = await manifestFiles(join(locateFolders(workspace).data, 'manifests'));
  const manifests = await Promise.all(
    files.filter((file) => basename(file) === 'ingest.json').map((file) => readManifest(file)),
  );
  return new Set(
    manifests.flatMap((manifest) => missedArchive.safeParse(manifest?.summary).data?.insteadOf ?? []),
  );
}
