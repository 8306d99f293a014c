import { buildRecipeSchema, locateRecipe, planRecipe, readRecipe, runStage } from '@tintype/stage';
import { sha256 } from '@tintype/store';
import { lastValueFrom } from 'rxjs';

import { pipeline } from '../../src/pipeline.ts';
import { createMadeUpExecutor } from './made-up-executor.ts';

/**
 * `plan-stage.js <recipes> <recipe> [<stage>]`, in a workspace: runs a stage with computations that cost nothing, or
 * without one plans all stages, as `tintype explain` does. Prints the seconds that it took.
 */
const [recipes = '', recipe = '', name] = process.argv.slice(2);
const start = performance.now();
await (name === undefined ? plan() : run(name));
process.stdout.write(`${(performance.now() - start) / 1000}\n`);

async function plan(): Promise<void> {
  await planRecipe(pipeline, recipe, {
    ...{ recipes, ...surroundings(), threads: 2, remote: null, codeDigest: digestCode },
  });
}

async function run(name: string): Promise<void> {
  const stage = pipeline.stages.find((one) => one.name === name);
  if (stage === undefined) throw new Error(`expected a stage of the pipeline, got ${name}`);
  const recipeFile = locateRecipe(recipes, recipe);
  const settings = await readRecipe(recipeFile, buildRecipeSchema(pipeline.stages));
  await lastValueFrom(
    runStage(stage, {
      ...{ pipeline: pipeline.name, recipe, recipeFile, settings: settings[name] ?? {}, ...surroundings() },
      ...{ code: digestCode(), module: '', executor: createMadeUpExecutor() },
      clock: () => performance.now(),
    }),
  );
}

function surroundings() {
  return { workspace: process.cwd(), signal: new AbortController().signal, remote: null };
}

/** No computation of ours runs. */
function digestCode() {
  return sha256('made up');
}
