import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

import { createPiscinaExecutor } from '@tintype/executor';
import { runNxTask } from '@tintype/stage';
import { messageOf, type Digest } from '@tintype/store';

import { openCanvas } from './open-canvas.ts';
import { pipeline } from './pipeline.ts';

/** Where the bundle of this file lies: `pipelines/pipeline/dist`. */
const built = (name: string) => new URL(name, import.meta.url);
const interrupted = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => interrupted.abort());

const workspace = fileURLToPath(built('../../..'));
const printError = (text: string) => process.stderr.write(`tintype: ${text}\n`);
process.exitCode = process.argv[2] === 'compare' ? await compare() : await runTask();

async function runTask(): Promise<number> {
  return runNxTask(pipeline, process.argv.slice(2), {
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
}

/** Not a stage: it reads what all recipes left, whatever Nx ran. */
async function compare(): Promise<number> {
  const { compareRuns } = await import('./compare/compare.ts');
  return compareRuns(workspace).then(
    (table) => {
      process.stdout.write(table);
      return 0;
    },
    (error: unknown) => {
      printError(messageOf(error));
      return 1;
    },
  );
}
