import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { CHANNEL_VARIABLE, listenToRun, type Pipeline, UserError } from '@tintype/stage';
import { makeTemporaryFolder } from '@tintype/store';
import { canvasOn, document, labelled, paragraph, type Sink, type Terminal } from '@tintype/terminal';

import { defineCommand, type Surroundings, type ValuesOf } from '../command.ts';
import { PIPELINE_OPTION, pipelineNamed, RECIPE_OPTION, recipesIn, refuse } from '../plans/recipe-plans.ts';
import { workspaceAround } from '../workspace.ts';
import { runNx } from './start-nx.ts';
import { type RunTeller, tellRun } from './tell-run.ts';

const OPTIONS = {
  ...RECIPE_OPTION,
  ...PIPELINE_OPTION,
  json: { type: 'boolean', default: false, help: 'print one JSON document; progress goes to standard error' },
} as const;

type Values = ValuesOf<typeof OPTIONS>;

/** `tintype run`: what `nx run` does, told in a line for each stage. */
export const runCommand = defineCommand({
  name: 'run',
  summary: 'Runs a recipe, or some of its stages and those before them; a line for each stage.',
  operands: '[stage …]',
  most: 20,
  options: OPTIONS,
  examples: [
    'tintype run',
    'tintype run -c forest',
    'tintype run prior patches -c forest',
    'tintype run --pipeline activations',
    'tintype run -c forest --json',
  ],
  run: async (stages, values, around) => runStages(stages, values, around),
});

async function runStages(stages: readonly string[], values: Values, around: Surroundings): Promise<void> {
  const { stdout, stderr, clock = Date.now } = around;
  const workspace = workspaceAround(around.cwd);
  const pipeline = await checkNames(workspace, stages, values);
  const names = pipeline.stages.map(({ name }) => name);
  const teller = tellRun(
    { name: pipeline.name, stages: names },
    terminalOn(values.json ? stderr : stdout, around),
    clock,
  );
  const exitCode = await runWithChannel(workspace, argvOf(pipeline, stages, values), { teller, around });
  if (exitCode !== 0) fail(teller, around);
  if (values.json)
    stdout.write(document({ pipeline: pipeline.name, recipe: values.recipe, stages: teller.stages }));
  else stdout.write(paragraphOf(resultOf(teller)));
}

/** Nx would run a mistyped recipe with the defaults, and explains a mistyped stage by its own terms. */
async function checkNames(
  workspace: string,
  stages: readonly string[],
  { pipeline: name, recipe }: Values,
): Promise<Pipeline> {
  const pipeline = pipelineNamed(name);
  const known = pipeline.stages.map((stage) => stage.name);
  for (const stage of stages) if (!known.includes(stage)) refuse('stage', stage, known);
  const recipes = await recipesIn(join(workspace, 'pipelines', name, 'recipes'));
  if (!recipes.includes(recipe)) refuse('recipe', recipe, recipes);
  return pipeline;
}

function argvOf({ name }: Pipeline, stages: readonly string[], { recipe }: Values): readonly string[] {
  const [first = 'all', ...others] = stages;
  const configuration = ['--configuration', recipe];
  if (others.length === 0) return ['run', `${name}:${first}`, ...configuration];
  return ['run-many', '--projects', name, '--targets', stages.join(','), ...configuration];
}

/** A bar is drawn where a person reads along, as in all stages. */
function terminalOn(sink: Sink, { env }: Surroundings): Terminal {
  return {
    write: (text) => void sink.write(text),
    canvas: env['CI'] === undefined ? canvasOn(sink) : null,
  };
}

/** The socket lies in a folder that nobody else can enter. */
async function runWithChannel(
  workspace: string,
  argv: readonly string[],
  { teller, around }: { readonly teller: RunTeller; readonly around: Surroundings },
): Promise<number> {
  const folder = makeTemporaryFolder('tintype-');
  const path = join(folder, 'run');
  try {
    const close = await listenToRun(path, teller.onStage);
    const env = { ...around.env, [CHANNEL_VARIABLE]: path };
    const signal = around.heedInterrupts?.();
    const exitCode = await runNx({ workspace, argv, env, signal, onLine: teller.nx.read });
    teller.nx.end();
    await close();
    signal?.throwIfAborted();
    return exitCode;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The stage's own sentence, or all that was printed where there is none, as when the program could not be built. */
function fail({ failures, nx }: RunTeller, { stderr }: Surroundings): never {
  const [first] = failures;
  if (first !== undefined) throw new UserError(first.message, first.exitCode === 2 ? 2 : 1);
  stderr.write(paragraph(nx.rest));
  throw new UserError('the run has failed before a stage could say why; what Nx printed stands above');
}

/** Where the results of a last stage lie that did not run: it has not said so. */
function resultOf({ stages }: RunTeller): readonly string[] {
  const last = stages.at(-1);
  if (last === undefined || !last.cached) return [];
  return last.details.filter((line) => line.startsWith('report ')).map((line) => labelled('', line));
}

function paragraphOf(lines: readonly string[]): string {
  return lines.length === 0 ? '' : paragraph(lines);
}
