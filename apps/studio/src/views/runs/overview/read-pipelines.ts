import { outlineArtefact } from '@tintype/store/neutral';

import { listManifests, type ManifestEntry, readManifest } from '../../../data/manifests.ts';
import { NoPlanError, readPlans, readStatus, type StageStatus, type Status } from '../../../data/plans.ts';
import type { MarkState } from '../graph/state-mark.tsx';

const PIPELINES = ['pipeline', 'activations'];

/** A stage of a recipe, with what it needs. */
export interface StageFacts extends Omit<StageStatus, 'recipe' | 'state'> {
  /** `made` where nobody can say whether its artefact is what a run would make now. */
  readonly state: Exclude<MarkState, 'running'>;
  readonly needs: readonly string[];
}

/** The stages of a recipe, in their order. */
export interface RecipeRuns {
  readonly recipe: string;
  readonly stages: readonly StageFacts[];
}

/** What there is of a pipeline's recipes. */
export interface PipelineRuns extends Pick<Status, 'neverRun' | 'broken'> {
  readonly pipeline: string;
  readonly recipes: readonly RecipeRuns[];
  /** Why nothing can be said of what runs would do; null where it can. */
  readonly unplanned: string | null;
}

/** All pipelines with their recipes, run or not. */
export async function readPipelines(signal: AbortSignal): Promise<readonly PipelineRuns[]> {
  const entries = await listManifests(signal);
  const names = [...new Set([...PIPELINES, ...entries.map(({ pipeline }) => pipeline)])];
  return Promise.all(names.map((pipeline) => readPipeline(pipeline, entries, signal)));
}

async function readPipeline(
  pipeline: string,
  entries: readonly ManifestEntry[],
  signal: AbortSignal,
): Promise<PipelineRuns> {
  try {
    const { stages, neverRun, broken } = await readStatus(pipeline, signal);
    const [first] = stages;
    const plans = first === undefined ? [] : await readPlans(pipeline, first.recipe, signal);
    const needs = new Map(plans.map(({ stage, needs }) => [stage, needs]));
    const facts = stages.map((stage) => ({ ...stage, needs: needs.get(stage.stage) ?? [] }));
    return { pipeline, recipes: groupByRecipe(facts), neverRun, broken, unplanned: null };
  } catch (error) {
    if (!(error instanceof NoPlanError)) throw error;
    const own = entries.filter((entry) => entry.pipeline === pipeline);
    const facts = await Promise.all(own.map((entry) => readMade(entry, signal)));
    return {
      ...{ pipeline, recipes: groupByRecipe(facts.flat()), neverRun: [], broken: [] },
      unplanned: error.message,
    };
  }
}

function groupByRecipe(facts: readonly (StageFacts & { readonly recipe: string })[]): readonly RecipeRuns[] {
  const recipes = [...new Set(facts.map(({ recipe }) => recipe))];
  return recipes.map((recipe) => ({ recipe, stages: facts.filter((one) => one.recipe === recipe) }));
}

/** What a manifest says, where nobody knows of more; nothing of one of an older format. */
async function readMade(
  entry: ManifestEntry,
  signal: AbortSignal,
): Promise<readonly (StageFacts & { readonly recipe: string })[]> {
  const manifest = await readManifest(entry, signal);
  if (manifest === null) return [];
  const { recipe, stage, made } = entry;
  return [
    {
      ...{ recipe, stage, made, state: 'made', missing: 0, unknownUntil: null },
      needs: manifest.inputs.map((input) => input.stage),
      ...outlineArtefact(manifest),
    },
  ];
}
