import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { createPiscinaExecutor } from '@tintype/executor';
import { exitCodeOf, foldersOf, runNxTask, UserError, type Surroundings } from '@tintype/stage';
import { messageOf, type Digest } from '@tintype/store';

import { openCanvas } from './open-canvas.ts';
import { pipeline } from './pipeline.ts';

/** Where the bundle of this file lies: `pipelines/pipeline/dist`. */
const built = (name: string) => new URL(name, import.meta.url);
const interrupted = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => interrupted.abort());

const workspace = fileURLToPath(built('../../..'));
const printError = (text: string) => process.stderr.write(`tintype: ${text}\n`);
const surroundings = (): Surroundings => ({
  workspace,
  recipes: fileURLToPath(built('../recipes')),
  executor: createPiscinaExecutor({ workerUrl: built('shard.worker.js'), threads: availableParallelism() }),
  signal: interrupted.signal,
  debug: process.env['TINTYPE_DEBUG'] === '1',
  terminal: { write: (text) => process.stdout.write(text), canvas: openCanvas(process.env) },
  moduleOf: (stage) => built(`compute/${stage}.js`).href,
  codeOf: (stage) => readFileSync(built(`compute/${stage}.digest`), 'utf8') as Digest,
  clock: () => performance.now(),
  printError,
});

process.exitCode = await run(process.argv.slice(2));

/** Stages are Nx tasks; the other commands read what stages left, or run them, whatever Nx ran. */
async function run(argv: readonly string[]): Promise<number> {
  switch (argv[0]) {
    case 'compare':
      return printed(compare);
    case 'bundle':
      return printed(bundle);
    case 'cross-validate':
      return crossValidate(argv.slice(1), surroundings());
    default:
      return runNxTask(pipeline, argv, surroundings());
  }
}

/** Runs all stages, once for each fold. */
async function crossValidate(argv: readonly string[], around: Surroundings): Promise<number> {
  const { crossValidateRecipe } = await import('./cross-validate/cross-validate-recipe.ts');
  return exitCodeOf(around, () => crossValidateRecipe(pipeline, argv, around));
}

/** `compare [--json]`: the table, or one JSON document. */
async function compare(): Promise<string> {
  const { compareRuns } = await import('./compare/compare.ts');
  const { text, document } = await compareRuns(workspace);
  return process.argv.includes('--json') ? JSON.stringify(document, null, 2) : text;
}

async function bundle(): Promise<string> {
  const { bundleModel } = await import('./bundle/bundle-model.ts');
  const { recipe } = parseArgs({ strict: false, options: { recipe: { type: 'string' } } }).values;
  return bundleModel(String(recipe ?? 'default'), {
    cwd: workspace,
    data: foldersOf(workspace).data,
    bundled: join(workspace, 'data/models/bundled'),
    recipes: fileURLToPath(built('../recipes')),
  });
}

async function printed(run: () => Promise<string>): Promise<number> {
  try {
    process.stdout.write(`${(await run()).trimEnd()}\n`);
    return 0;
  } catch (error) {
    printError(messageOf(error));
    return error instanceof UserError ? error.exitCode : 1;
  }
}
