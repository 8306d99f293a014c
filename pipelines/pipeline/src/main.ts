import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

import { createPiscinaExecutor } from '@tintype/executor';
import { runNxTask } from '@tintype/stage';
import type { Digest } from '@tintype/store';

import { openCanvas } from './open-canvas.ts';
import { pipeline } from './pipeline.ts';

/** Where the bundle of this file lies: `pipelines/pipeline/dist`. */
const built = (name: string) => new URL(name, import.meta.url);
const interrupted = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => interrupted.abort());

process.exitCode = await runNxTask(pipeline, process.argv.slice(2), {
  workspace: fileURLToPath(built('../../..')),
  recipes: fileURLToPath(built('../recipes')),
  executor: createPiscinaExecutor({ workerUrl: built('shard.worker.js'), threads: availableParallelism() }),
  signal: interrupted.signal,
  debug: process.env['TINTYPE_DEBUG'] === '1',
  terminal: { write: (text) => process.stdout.write(text), canvas: openCanvas(process.env) },
  moduleOf: (stage) => built(`compute/${stage}.js`).href,
  codeOf: (stage) => readFileSync(built(`compute/${stage}.digest`), 'utf8') as Digest,
  clock: () => performance.now(),
  printError: (text) => process.stderr.write(`tintype: ${text}\n`),
});
