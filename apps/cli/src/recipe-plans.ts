import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

import { pipeline } from '@tintype/pipeline/stages';
import { nearest, planRecipe, UserError } from '@tintype/stage';
import type { StagePlan } from '@tintype/stage';
import { messageOf } from '@tintype/store';
import type { Digest } from '@tintype/store';
import { z } from 'zod';

/** Plans recipes of the pipeline as the code of now would run them. */
export interface Planner {
  /** Names of the recipes there are. */
  readonly recipes: readonly string[];
  plan(recipe: string): Promise<readonly StagePlan[]>;
}

/** Everything is read and nothing written; `workspace` is where the pipeline's sources and `data` lie. */
export async function openPlanner(workspace: string): Promise<Planner> {
  const recipes = join(workspace, 'pipelines', pipeline.name, 'recipes');
  const [names, digests] = await Promise.all([recipesIn(recipes), codeDigests(workspace)]);
  const { signal } = new AbortController(); // Ctrl-C ends the process
  const threads = availableParallelism();
  return {
    recipes: names,
    async plan(recipe) {
      refuseUnknown(recipe, names);
      return planRecipe(pipeline, recipe, { workspace, recipes, signal, threads, codeOf: codeIn(digests) });
    },
  };
}

async function recipesIn(folder: string): Promise<readonly string[]> {
  const files = await readdir(folder);
  return files
    .filter((file) => file.endsWith('.json'))
    .map((file) => basename(file, '.json'))
    .sort();
}

function refuseUnknown(recipe: string, known: readonly string[]): void {
  if (known.includes(recipe)) return;
  const hint = nearest(recipe, known);
  throw new UserError(
    `no recipe "${recipe}": ${hint ? `did you mean "${hint}"?` : `there are ${known.join(', ')}`}`,
    2,
  );
}

const digestsSchema = z.record(z.string(), z.string());

/** The digests of the stages' code that a build would write now. */
async function codeDigests(workspace: string): Promise<Readonly<Record<string, string>>> {
  const build = ['esbuild.config.mjs', join('pipelines', pipeline.name), '--digests'];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, build, { cwd: workspace });
    return digestsSchema.parse(JSON.parse(stdout));
  } catch (error) {
    throw new UserError(
      `the pipeline's code cannot be built, so nothing can be said of it: ${messageOf(error)}`,
    );
  }
}

function codeIn(digests: Readonly<Record<string, string>>): (stage: string) => Digest {
  return (stage) => {
    const digest = digests[stage];
    if (digest === undefined) throw new Error(`Internal error: expected a digest of the code of ${stage}`);
    return digest as Digest;
  };
}
