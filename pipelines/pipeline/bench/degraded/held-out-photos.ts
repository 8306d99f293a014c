import { readFile } from 'node:fs/promises';

import { openSource, type SourceFile } from '@tintype/images/sources';

import { assignSplits } from '../../src/ingest/assign-splits.ts';
import { sameOriginalOf } from '../../src/ingest/same-original.ts';
import { ingestSettings } from '../../src/schemas/ingest.ts';

/** The bundled photos that the recipe of the bundled model holds out, as they lie in this checkout. */
export async function heldOutPhotos(): Promise<readonly SourceFile[]> {
  const recipe: unknown = JSON.parse(await readFile('pipelines/pipeline/recipes/best.json', 'utf8'));
  const settings = ingestSettings.parse(Object(recipe)['ingest']);
  const { signal } = new AbortController();
  const context = { bundled: 'data/photos', base: '', downloads: '', signal, emit: () => {} };
  const { files } = await openSource(settings.source, context);
  const members = files.map(({ path }) => ({ photo: path, path }));
  const splits = assignSplits(members, { ...settings, sameOriginal: sameOriginalOf(settings) });
  return files.filter((_, i) => splits[i] === 'test');
}
