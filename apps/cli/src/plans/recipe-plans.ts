import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

import { activations } from '@tintype/activations/stages';
import { pipeline } from '@tintype/pipeline/stages';
import { nearest, type Pipeline, planRecipe, type StagePlan, UserError } from '@tintype/stage';
import { describeError, type Digest, parseDigest } from '@tintype/store';
import { z } from 'zod';

export const PIPELINES: readonly Pipeline[] = [pipeline, activations];

/** The recipe that a command runs or explains. */
export const RECIPE_OPTION = {
  recipe: {
    type: 'string',
    value: 'name',
    short: 'c',
    default: 'default',
    help: 'recipe to run (default: default)',
  },
} as const;

/** The option of commands that plan. */
export const PIPELINE_OPTION = {
  pipeline: {
    type: 'string',
    value: 'name',
    default: pipeline.name,
    help: `the pipeline: ${PIPELINES.map(({ name }) => name).join(' or ')} (${pipeline.name})`,
  },
} as const;

/** Plans recipes of a pipeline as the code of now would run them. */
export interface Planner {
  /** Names of the recipes there are. */
  readonly recipes: readonly string[];
  plan(recipe: string): Promise<readonly StagePlan[]>;
}

/** Everything is read and nothing written; `workspace` is where the pipeline's sources and `data` lie. */
export async function openPlanner(workspace: string, pipelineName: string): Promise<Planner> {
  const planned = pipelineNamed(pipelineName);
  const folder = join('pipelines', planned.name);
  const recipes = join(workspace, folder, 'recipes');
  const [names, digests] = await Promise.all([recipesIn(recipes), codeDigests(workspace, folder)]);
  const { signal } = new AbortController(); // Ctrl-C ends the process
  const threads = availableParallelism();
  return {
    recipes: names,
    async plan(recipe) {
      if (!names.includes(recipe)) refuse('recipe', recipe, names);
      return planRecipe(planned, recipe, {
        workspace,
        recipes,
        signal,
        threads,
        codeDigest: codeIn(digests),
      });
    },
  };
}

export function pipelineNamed(wanted: string): Pipeline {
  const names = PIPELINES.map(({ name }) => name);
  return PIPELINES.find(({ name }) => name === wanted) ?? refuse('pipeline', wanted, names);
}

export async function recipesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.name.endsWith('.json') && !entry.isDirectory())
    .map(({ name }) => basename(name, '.json'))
    .sort();
}

export function refuse(what: string, name: string, known: readonly string[]): never {
  const hint = nearest(name, known);
  throw new UserError(
    `no ${what} "${name}": ${hint ? `did you mean "${hint}"?` : `there are ${known.join(', ')}`}`,
    2,
  );
}

const digestsSchema = z.record(z.string(), z.string());

/** The digests of the stages' code that a build would write now. */
async function codeDigests(workspace: string, folder: string): Promise<Readonly<Record<string, string>>> {
  const build = ['esbuild.config.mjs', folder, '--digests'];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, build, { cwd: workspace });
    return digestsSchema.parse(JSON.parse(stdout));
  } catch (error) {
    throw new UserError(`cannot build the pipeline's code, so cannot plan a run: ${describeError(error)}`);
  }
}

function codeIn(digests: Readonly<Record<string, string>>): (stage: string) => Digest {
  return (stage) => {
    const digest = digests[stage];
    if (digest === undefined) throw new Error(`Internal error: expected a digest of the code of ${stage}`);
    return parseDigest(digest);
  };
}
