import { openSource, type SourceSettings } from '@tintype/images';
import { foldersOf, type Pipeline, type Recipe, type Stage } from '@tintype/stage';
import { sha256 } from '@tintype/store';

import { identifyPhotos, photoHashes } from './ingest/identify-photos.ts';
import { convert } from './stages/convert.ts';
import { evaluate } from './stages/evaluate.ts';
import { ingest, ingestSettings, sourceContext } from './stages/ingest.ts';
import { patches } from './stages/patches.ts';
import { prior } from './stages/prior.ts';
import { train } from './stages/train.ts';

type FolderSource = Extract<SourceSettings, { kind: 'folder' }>;

/** The stages that take photos to a model and its report; Nx knows their order from project.json. */
export const pipeline: Pipeline = {
  name: 'pipeline',
  // Each stage's settings type was checked against its schema by defineStage.
  stages: [ingest, convert, prior, patches, train, evaluate] as unknown as readonly Stage[],
  probeSources,
};

/** One line for each folder that a recipe reads; it changes when a photo in it does. */
async function probeSources(recipes: readonly Recipe[], workspace: string): Promise<readonly string[]> {
  const folders = recipes.flatMap((recipe) => {
    const { source } = ingestSettings.parse(recipe['ingest']);
    return source.kind === 'folder' ? [source] : [];
  });
  const probed = await Promise.all(folders.map((source) => probeFolder(source, workspace)));
  return [...new Set(probed)].sort();
}

async function probeFolder(source: FolderSource, workspace: string): Promise<string> {
  const folders = foldersOf(workspace);
  const context = sourceContext(folders, new AbortController().signal, () => {});
  // A folder that cannot be read is reported by the stage that needs it.
  const files = await openSource(source, context).then(
    (opened) => opened.files,
    () => [],
  );
  const photos = await identifyPhotos(files, photoHashes(folders));
  return `source ${source.path} ${sha256(photos.map(({ photo, path }) => `${photo} ${path}`).join('\n'))}`;
}
