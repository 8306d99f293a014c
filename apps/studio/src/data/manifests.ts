import type { RunFiles } from '@tintype/pipeline/runs';
import { type Manifest, parseManifest } from '@tintype/store/neutral';
import { z } from 'zod';

import { askServer } from '../ask-server.ts';
import { fetchJson } from '../studio-info.ts';
import { readBlob } from './blobs.ts';

const entrySchema = z.object({
  pipeline: z.string(),
  recipe: z.string(),
  stage: z.string(),
  /** When it was made, ISO 8601. */
  made: z.iso.datetime({ offset: true }),
});

/** A manifest that the data folder has. */
export type ManifestEntry = Readonly<z.output<typeof entrySchema>>;

/** Where a manifest lies. */
export type ManifestPlace = Pick<ManifestEntry, 'pipeline' | 'recipe' | 'stage'>;

/** All manifests there are, stages in the order of their pipeline. */
export async function listManifests(signal: AbortSignal): Promise<readonly ManifestEntry[]> {
  return z.array(entrySchema).parse(await fetchJson('api/manifests', signal));
}

/** The address of a manifest, relative to the page. */
export function addressOfManifest({ pipeline, recipe, stage }: ManifestPlace): string {
  return ['data', 'manifests', pipeline, recipe, `${stage}.json`].map(encodeURIComponent).join('/');
}

/** The address of a page that a run has written for people; the pictures beside it are in the same folder. */
export function addressOfReport(
  { pipeline, recipe }: Pick<ManifestPlace, 'pipeline' | 'recipe'>,
  name: string,
): string {
  return ['data', 'reports', pipeline, recipe, ...name.split('/')].map(encodeURIComponent).join('/');
}

/**
 * The manifest of a stage, checked against its own seal. Null where the stage has not been run, or an older version of
 * Tintype ran it.
 */
export async function readManifest(place: ManifestPlace, signal: AbortSignal): Promise<Manifest | null> {
  const path = addressOfManifest(place);
  const response = await askServer(path, { signal });
  if (response.status === 404) return null;
  const text = await response.text();
  if (!response.ok)
    throw new Error(`${path}: expected a manifest, got ${response.status}: ${text.slice(0, 300)}`);
  return parseManifest(path, text);
}

/** The manifests of the stages of a recipe that have been run, in their order. */
export async function readRunManifests(
  pipeline: string,
  recipe: string,
  signal: AbortSignal,
): Promise<readonly Manifest[]> {
  const all = await listManifests(signal);
  const own = all.filter((entry) => entry.pipeline === pipeline && entry.recipe === recipe);
  const manifests = await Promise.all(own.map((entry) => readManifest(entry, signal)));
  return manifests.filter((manifest) => manifest !== null);
}

/** The runs of a pipeline that the server has, for the readers of runs. */
export function openRunFiles(pipeline: string, signal: AbortSignal): RunFiles {
  return {
    listRecipes: async () => {
      const own = (await listManifests(signal)).filter((entry) => entry.pipeline === pipeline);
      return [...new Set(own.map(({ recipe }) => recipe))].sort();
    },
    readManifest: (recipe, stage) => readManifest({ pipeline, recipe, stage }, signal),
    readBlob: (digest) => readBlob(digest, signal),
  };
}
