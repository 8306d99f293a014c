export { createConsoleReporter } from './console-reporter.ts';
export type { Change } from './changes.ts';
export type { RunEvent } from './events.ts';
export { layOutShards, type ShardLayout } from './lay-out-shards.ts';
export { nearest } from './nearest.ts';
export { exitCodeOf, runAndTell, runNxTask, type Pipeline, type Surroundings } from './nx-runner.ts';
export { processSurroundings } from './process-surroundings.ts';
export { planRecipe, type PlanSurroundings } from './plan-recipe.ts';
export type { StagePlan, StageState } from './plan-stage.ts';
export {
  readRecipe,
  recipeFileOf,
  recipeJsonSchema,
  recipeSchemaOf,
  type Recipe,
  type SettingsSchema,
} from './recipe.ts';
export { readShard } from './read-shard.ts';
export { runStage, type RunOptions } from './run-stage.ts';
export {
  artefactOf,
  defineStage,
  foldersOf,
  shardNamed,
  type Artefact,
  type Folders,
  type Outcome,
  type OutsideFile,
  type ShardSpec,
  type Stage,
  type StageContext,
} from './stage.ts';
export { UserError } from './user-error.ts';
export { printProbe, type Probe } from './print-probe.ts';
