import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { locateFolders, openHost, runNxTask, runToExit, UserError } from '@tintype/stage';
import { describeError } from '@tintype/store';

import { pipeline } from './pipeline.ts';
import { TRAIN_UNIT, trainUnit } from './recipe-runs/training-unit.ts';

const host = openHost(new URL('.', import.meta.url)); // where the bundle of this file lies
process.exitCode = await run(process.argv.slice(2));

/** Stages are Nx tasks; the other commands read what stages left, or run them, whatever Nx ran. */
async function run(argv: readonly string[]): Promise<number> {
  switch (argv[0]) {
    case 'compare':
      return printed(compare);
    case 'bundle':
      return printed(bundle);
    case 'cross-validate':
      return crossValidate(argv.slice(1));
    case 'sweep':
      return sweep(argv.slice(1));
    case TRAIN_UNIT:
      return runToExit(host, () => trainUnit(pipeline, argv.slice(1), host));
    default:
      return runNxTask(pipeline, argv, host);
  }
}

/** Runs all stages, once for each fold. */
async function crossValidate(argv: readonly string[]): Promise<number> {
  const { crossValidateRecipe } = await import('./cross-validate/cross-validate-recipe.ts');
  return runToExit(host, () => crossValidateRecipe(pipeline, argv, host, process.env));
}

/** Runs all stages, once for each combination of settings. With `--json` nothing but the document goes to the output. */
async function sweep(argv: readonly string[]): Promise<number> {
  const { sweepRecipe } = await import('./sweep/sweep-recipe.ts');
  const aside = { ...host.terminal, write: (text: string) => void process.stderr.write(text) };
  const told = argv.includes('--json') ? { ...host, terminal: aside } : host;
  const print = (text: string) => host.terminal.write(`${text}\n`);
  return runToExit(told, () => sweepRecipe(pipeline, argv, { host: told, environment: process.env, print }));
}

/** `compare [--json]`: the table, or one JSON document. */
async function compare(): Promise<string> {
  const { compareRuns } = await import('./compare/compare.ts');
  const { text, document } = await compareRuns(host.workspace);
  return process.argv.includes('--json') ? JSON.stringify(document, null, 2) : text;
}

async function bundle(): Promise<string> {
  const { bundleModel } = await import('./bundle/bundle-model.ts');
  const { workspace, recipes } = host;
  const { recipe } = parseArgs({ strict: false, options: { recipe: { type: 'string' } } }).values;
  return bundleModel(String(recipe ?? 'default'), {
    cwd: workspace,
    data: locateFolders(workspace).data,
    bundled: join(workspace, 'data/models/bundled'),
    recipes,
  });
}

async function printed(run: () => Promise<string>): Promise<number> {
  try {
    process.stdout.write(`${(await run()).trimEnd()}\n`);
    return 0;
  } catch (error) {
    host.printError(describeError(error));
    return error instanceof UserError ? error.exitCode : 1;
  }
}
