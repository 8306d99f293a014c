export { createConsoleReporter } from './console/console-reporter.ts';
export type { Change } from './plan/change.ts';
export {
  describeChange,
  describeCost,
  describeState,
  describeSum,
  type PlannedWork,
} from './plan/plan-words.ts';
export {
  EVENT_LOG_ENDING,
  EVENT_LOGS,
  eventLogFile,
  parseLoggedEvent,
  type LoggedEvent,
} from './event-log/event-log-file.ts';
export type { RunEvent, ToldEvent } from './events.ts';
export type { Amounts, Forecast, ForecastWork } from './rates/forecast.ts';
export { layOutShards, type ShardLayout } from './layout/lay-out-shards.ts';
export { nearest } from './recipe/nearest.ts';
export { runToExit, runAndTell, runNxTask, type Host } from './host/nx-runner.ts';
export { isPending } from './plan/pending-shard.ts';
export type { DatedFiles } from './layout/lay-out-results.ts';
export { openHost } from './host/open-host.ts';
export { openUnits } from './host/open-units.ts';
export { definePipeline, type Pipeline } from './pipeline.ts';
export { planRecipe, planRun, type PlanRecipeOptions, type RecipeRun } from './plan/plan-recipe.ts';
export type { Prediction } from './rates/predict.ts';
export { readMeasuredMs } from './rates/rates.ts';
export type { StagePlan } from './plan/plan-stage.ts';
export type { StageState } from './plan/stage-state.ts';
export {
  completeRecipe,
  readJsonFile,
  readRecipe,
  parseSettings,
  locateRecipe,
  recipeJsonSchema,
  buildRecipeSchema,
  type Recipe,
  type SettingsSchema,
} from './recipe/recipe.ts';
export { readShard } from './run/read-shard.ts';
export { CHANNEL_VARIABLE, listenToRun } from './run/run-channel.ts';
export type { RunMessage, StageFailure } from './run/run-message.ts';
export { stageLock } from './run/stage-run.ts';
export { runStage, type RunOptions } from './run/run-stage.ts';
export {
  toInput,
  openArtefact,
  shardNamed,
  type Artefact,
  type ArtefactOf,
  type ArtefactSchemas,
} from './artefact.ts';
export { locateFolders, readDataFolder, type Folders } from './folders.ts';
export {
  defineStage,
  type ForecastContext,
  type InputsOf,
  type Outcome,
  type OutsideFile,
  type ShardSpec,
  type Stage,
  type StageContext,
  type StageDefinition,
} from './stage.ts';
export { UserError } from './user-error.ts';
export { printProbe, type Probe } from './probe/print-probe.ts';
