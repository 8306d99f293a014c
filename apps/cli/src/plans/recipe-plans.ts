import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

import { activations } from '@tintype/activations/stages';
import { pipeline } from '@tintype/pipeline/stages';
import { nearest, type Pipeline, planRecipe, type StagePlan, UserError } from '@tintype/stage';
import {
  checkRemote,
  describeError,
  type Digest,
  parseDigest,
  readRemoteAddress,
  type RemoteAddress,
  RemoteError,
} from '@tintype/store';
import { z } from 'zod';

import type { Surroundings } from '../command.ts';

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

/** A remote that plans reckon with, and why not where it cannot be asked. */
export interface PlannedRemote {
  readonly url: string;
  readonly unreachable: string | null;
}

/** Plans recipes of a pipeline as the code of now would run them. */
export interface Planner {
  /** Names of the recipes there are. */
  readonly recipes: readonly string[];
  /** What lies behind the store; null without one. */
  readonly remote: PlannedRemote | null;
  plan(recipe: string): Promise<readonly StagePlan[]>;
}

/**
 * Everything is read and nothing written; `workspace` is where the pipeline's sources and `data` lie, and `env` names the
 * remote behind the store. Where that cannot be asked, what is here is planned alone.
 */
export async function openPlanner(
  workspace: string,
  pipelineName: string,
  env: Surroundings['env'],
): Promise<Planner> {
  const planned = pipelineNamed(pipelineName);
  const folder = join('pipelines', planned.name);
  const recipes = join(workspace, folder, 'recipes');
  const [names, digests] = await Promise.all([recipesIn(recipes), codeDigests(workspace, folder)]);
  const { signal } = new AbortController(); // Ctrl-C ends the process
  const threads = availableParallelism();
  const address = readRemoteAddress(env);
  const remote = address && (await reachRemote(address));
  return {
    recipes: names,
    remote,
    async plan(recipe) {
      if (!names.includes(recipe)) refuse('recipe', recipe, names);
      return planRecipe(planned, recipe, {
        workspace,
        recipes,
        signal,
        remote: remote?.unreachable === null ? address : null,
        threads,
        codeDigest: codeIn(digests),
      });
    },
  };
}

/** Asked once: each shard would wait for it as long. */
async function reachRemote({ url }: RemoteAddress): Promise<PlannedRemote> {
  try {
    await checkRemote({ url, mode: 'read' });
    return { url, unreachable: null };
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    return { url, unreachable: error.message };
  }
}

/** What a plan has to say of its remote. */
export function describeRemote(remote: PlannedRemote | null): readonly string[] {
  if (remote === null || remote.unreachable === null) return [];
  return [`without the remote, which cannot be asked: ${remote.unreachable}`];
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
