import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { newWorkspace } from '@tintype/stage/testing';

import { timedRun } from '../incremental/timed-run.ts';

/** A copy of the checkout with data of its own. */
export interface EvaluateWorkspace {
  /** Seconds of `tintype eval --model bundled` on a folder, from its start to its end. */
  evalFolder(photos: string): Promise<number>;
  /** Runs the stages before `evaluate` on a folder, with as little training as there can be. */
  prepare(recipe: string, photos: string): Promise<void>;
  /** Runs `evaluate` with nothing of it in the store, and once more with all but its report there. */
  evaluate(recipe: string): Promise<EvaluateRun>;
  remove(): Promise<void>;
}

export interface EvaluateRun {
  readonly photos: number;
  readonly seconds: number;
  /** Of the report alone, beyond a run with nothing to do. */
  readonly reportSeconds: number;
}

/** Recipes that are measured, and what a reader calls them. */
export const RECIPES = {
  'eval-pretrained': 'a model like the bundled one, five temperatures',
  'eval-article': 'the network of the article, five temperatures, and the bundled model',
} as const;

const STAGES_BEFORE = ['ingest', 'convert', 'prior', 'patches', 'train'] as const;

export async function openEvaluateWorkspace(root: string): Promise<EvaluateWorkspace> {
  const cwd = await newWorkspace(root);
  await mkdir(join(cwd, 'data'));
  for (const name of ['models', 'photos']) await symlink(join(root, 'data', name), join(cwd, 'data', name));
  for (const project of ['pipelines/pipeline', 'apps/cli']) await node('esbuild.config.mjs', project);
  function node(...words: readonly string[]) {
    return timedRun([process.execPath, ...words], { cwd, env: { TINTYPE_DEBUG: '1' } });
  }
  const stage = (name: string, recipe: string) =>
    node('pipelines/pipeline/dist/main.js', name, `--recipe=${recipe}`);
  const write = (recipe: string, photos: string, gallery: number) =>
    writeFile(
      join(cwd, 'pipelines/pipeline/recipes', `${recipe}.json`),
      JSON.stringify(recipeOf(recipe, photos, gallery)),
    );
  let given = '';
  return {
    evalFolder: async (photos) =>
      (await node('apps/cli/bin/tintype.js', 'eval', '--model', 'bundled', '--photos', photos)).seconds,
    async prepare(recipe, photos) {
      given = photos;
      await write(recipe, photos, GALLERY);
      for (const name of STAGES_BEFORE) await stage(name, recipe);
    },
    async evaluate(recipe) {
      await write(recipe, given, GALLERY);
      await rm(join(cwd, 'data/store/shards'), { recursive: true }); // blobs and manifests stay: inputs are there
      const { seconds, output } = await stage('evaluate', recipe);
      const noop = await stage('evaluate', recipe);
      await write(recipe, given, GALLERY - 1);
      const another = await stage('evaluate', recipe);
      return { photos: countHeldOut(output), seconds, reportSeconds: another.seconds - noop.seconds };
    },
    remove: () => rm(cwd, { recursive: true, force: true }),
  };
}

const GALLERY = 12;

/** All photos but a few are held out, and training is an epoch of a patch of each. */
function recipeOf(recipe: string, path: string, gallery: number): object {
  const common = {
    ingest: { source: { kind: 'folder', path }, validation: 0.1, test: 0.8, seed: 3 },
    evaluate: { bundled: recipe === 'eval-article', gallery },
  };
  if (recipe === 'eval-article')
    return {
      ...common,
      prior: { lambda: 0.7, smoothing: { neighbours: 5, sigma: 5 } },
      train: { network: { width: 4 }, epochs: 1, neighbours: 5, sigma: 5 },
    };
  return {
    ...common,
    prior: { gamut: 'model', model: 'bundled', lambda: 0.7 },
    patches: { perPhoto: 1, window: 224, border: 0, stride: 4, minScale: 0.875 },
    train: {
      start: 'bundled',
      network: { kind: 'pretrained', width: 64 },
      epochs: 1,
      batch: 4,
      keep: 'last',
    },
  };
}

function countHeldOut(output: string): number {
  const count = /(\d+) held-out photos/.exec(output)?.[1];
  if (count === undefined) throw new Error(`expected the line of evaluate in\n${output}`);
  return Number(count);
}
