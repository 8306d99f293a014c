import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { newWorkspace } from '@tintype/stage/testing';

import { type TimedRun, timedRun } from './timed-run.ts';

/** A copy of the checkout with data of its own, where the pipeline runs over the folder `photos`. */
export interface NxWorkspace {
  readonly folder: string;
  readonly photos: string;
  readonly recipe: string;
  /** The sections of the recipe. */
  readonly sections: readonly string[];
  /** What programs in the workspace are told. */
  readonly env: Readonly<Record<string, string>>;
  /** `npx nx …` with the recipe. */
  nx(words: string, options?: { readonly daemon?: boolean }): Promise<TimedRun>;
  writeRecipe(settings: { readonly lambda?: number; readonly perPhoto?: number }): Promise<void>;
  build(): Promise<void>;
  /** As before the first run, but that everything is built. */
  forget(): Promise<void>;
  remove(): Promise<void>;
}

const RECIPE = 'incremental';

export async function openNxWorkspace(root: string): Promise<NxWorkspace> {
  const folder = await newWorkspace(root);
  const env = {
    NX_CACHE_DIRECTORY: join(folder, '.nx/cache'),
    NX_WORKSPACE_DATA_DIRECTORY: join(folder, '.nx/workspace-data'),
    TINTYPE_PROVISION: 'off', // training is no part of what is measured
    CI: '', // where Nx has no daemon
  };
  const npx = (words: readonly string[], daemon: boolean) =>
    timedRun(['npx', 'nx', ...words], { cwd: folder, env: { ...env, NX_DAEMON: String(daemon) } });
  const build = async () => void (await npx(['run-many', '-p', 'pipeline,cli', '-t', 'build'], false));
  return {
    ...{ folder, env, build },
    photos: join(folder, 'photos'),
    recipe: RECIPE,
    sections: Object.keys(recipeOf({})),
    nx: (words, { daemon = false } = {}) => npx([...words.split(' '), '-c', RECIPE], daemon),
    writeRecipe: (settings) =>
      writeFile(
        join(folder, 'pipelines/pipeline/recipes', `${RECIPE}.json`),
        JSON.stringify(recipeOf(settings)),
      ),
    async forget() {
      for (const name of ['data', '.nx/cache'])
        await rm(join(folder, name), { recursive: true, force: true });
      await build();
    },
    async remove() {
      await npx(['daemon', '--stop'], true);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The default recipe on a folder; few photos are held out and the training is as short as it can be. */
function recipeOf({ lambda = 0.5, perPhoto = 64 }: Parameters<NxWorkspace['writeRecipe']>[0]) {
  return {
    ingest: { source: { kind: 'folder', path: 'photos' }, test: 0.02 },
    prior: { lambda },
    patches: { perPhoto },
    train: { backEnd: 'wasm', network: { width: 1 }, epochs: 1, batch: 256 },
    evaluate: { temperatures: [0.38], gallery: 2 },
  };
}
