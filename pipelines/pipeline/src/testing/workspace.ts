import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { encodePng, renderScene } from '@tintype/images';
import { newWorkspace, type NxRun, runNxTarget } from '@tintype/stage/testing';

export { copyWorkspace, editSource, filesIn, runTintype, type NxRun } from '@tintype/stage/testing';

/** Small enough for a run of all stages in seconds, and pinned to a back end that is always there. */
const TINY_RECIPE = {
  ingest: { source: { kind: 'folder', path: 'photos' }, photosPerTask: 4 },
  convert: { size: 64, photosPerShard: 3 },
  prior: {},
  patches: { perPhoto: 4 },
  train: {
    ...{ backEnd: 'wasm', network: { width: 1 }, epochs: 1, batch: 8 },
    decode: { temperature: 0.38 }, // how coherent and saturated is chosen
  },
  evaluate: { temperatures: [0.38], gallery: 2 },
};

/** A copy of the workspace with ten small photos and the recipe `tiny`, and its own Nx cache. */
export async function createWorkspace(): Promise<string> {
  const workspace = await newWorkspace();
  await mkdir(join(workspace, 'photos'));
  for (let i = 0; i < 10; i++) await writePhoto(workspace, i);
  await writeRecipe(workspace, () => {});
  return workspace;
}

export async function writePhoto(workspace: string, index: number): Promise<string> {
  const { rgb, width, height, category } = renderScene(1, index, 64);
  const file = join(workspace, 'photos', `${category}_${String(index).padStart(2, '0')}.png`);
  await writeFile(file, await encodePng(rgb, width, height));
  return file;
}

export async function writeRecipe(
  workspace: string,
  change: (recipe: typeof TINY_RECIPE) => void,
): Promise<void> {
  const recipe = structuredClone(TINY_RECIPE);
  change(recipe);
  await writeFile(join(workspace, 'pipelines/pipeline/recipes/tiny.json'), JSON.stringify(recipe));
}

/** `npx nx run pipeline:<target> -c tiny`, and what it says of each stage. */
export function runNx(
  workspace: string,
  target = 'all',
  recipe = 'tiny',
  ...options: readonly string[]
): Promise<NxRun> {
  return runNxTarget(workspace, { pipeline: 'pipeline', target, recipe, options });
}
