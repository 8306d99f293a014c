import { rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { timedRun } from './timed-run.ts';

/** DVC over the same stages: the same computations, only what decides which of them run is DVC's. */
export interface DvcPeer {
  readonly name: string;
  /** `dvc repro`: what it takes to bring everything up to date, in seconds. */
  repro(): Promise<number>;
}

const PROGRAM = resolve('pipelines/pipeline/bench/incremental/dvc-stage.mjs');
const STAGES = {
  ingest: ['photos'],
  convert: ['dvc/ingest', 'photos'],
  prior: ['dvc/ingest', 'dvc/convert'],
  patches: ['dvc/convert'],
};

/** Null where `python` has no DVC. What a folder had of data is removed. */
export async function openDvcPeer(
  python: string,
  { folder, recipe }: { readonly folder: string; readonly recipe: string },
): Promise<DvcPeer | null> {
  const dvc = (...words: readonly string[]) =>
    timedRun([python, '-m', 'dvc', ...words], { cwd: folder, env: { DVC_NO_ANALYTICS: '1' } });
  const version = await dvc('--version').then(
    ({ output }) => output.trim(),
    () => null,
  );
  if (version === null) return null;
  await rm(join(folder, 'data'), { recursive: true, force: true });
  await dvc('init', '--no-scm', '--quiet');
  await dvc('config', 'cache.type', 'hardlink,copy'); // its quickest: nothing is copied
  await writeFile(join(folder, 'dvc.yaml'), pipelineFile(recipe));
  return { name: `DVC ${version}`, repro: async () => (await dvc('repro', '--quiet')).seconds };
}

/** JSON is YAML too. */
function pipelineFile(recipe: string): string {
  const settings = `pipelines/pipeline/recipes/${recipe}.json`;
  const stages = Object.entries(STAGES).map(([stage, needs]) => [
    stage,
    { cmd: `node ${PROGRAM} ${stage} ${recipe}`, deps: [...needs, settings], outs: [`dvc/${stage}`] },
  ]);
  return JSON.stringify({ stages: Object.fromEntries(stages) }, null, 2);
}
