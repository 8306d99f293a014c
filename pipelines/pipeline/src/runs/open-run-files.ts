import { basename, dirname, join } from 'node:path';

import { manifestFiles, manifestPath, openStore, readManifest } from '@tintype/store';

import type { RunFiles } from './run-files.ts';

/** The runs whose manifests lie in a data folder below `pipeline`, with their blobs from its store. */
export function openRunFiles(data: string, pipeline = 'pipeline'): RunFiles {
  const manifests = join(data, 'manifests');
  const store = openStore(join(data, 'store'));
  return {
    listRecipes: async () => {
      const files = await manifestFiles(join(manifests, pipeline));
      return [...new Set(files.map((file) => basename(dirname(file))))].sort();
    },
    readManifest: (recipe, stage) => readManifest(manifestPath(manifests, { pipeline, recipe, stage })),
    readBlob: (digest) => store.readBlob(digest),
  };
}
