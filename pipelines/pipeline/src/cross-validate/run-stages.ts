import { type Host, type Recipe, runAndTell, type Stage } from '@tintype/stage';

export interface RecipeRun {
  readonly pipeline: string;
  /** The name under which its artefacts lie. */
  readonly recipe: string;
  readonly recipeFile: string;
  readonly settings: Recipe;
}

/** Runs all stages of a recipe in this process, in their order, which is that of their needs. */
export async function runStages(
  stages: readonly Stage[],
  { settings, ...run }: RecipeRun,
  host: Host,
): Promise<void> {
  host.terminal.write(`${run.recipe}\n`);
  for (const stage of stages) await runAndTell(stage, { ...run, settings: settings[stage.name] ?? {} }, host);
}
