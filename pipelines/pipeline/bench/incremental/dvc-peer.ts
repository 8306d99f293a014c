import { rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { timedRun } from './timed-run.ts';

/** DVC over the same stages: the same computations, only what decides which of them run is DVC's. */
export interface DvcPeer {
  readonly name: string;
  /** `dvc repro`: what it takes to bring these stages up to date, and those before them, in seconds; without any, all. */
  repro(...stages: readonly Stage[]): Promise<number>;
}

type Stage = keyof typeof STAGES;

const PROGRAM = resolve('pipelines/pipeline/bench/incremental/dvc-stage.mjs');
/** What each stage reads, beside its section of the recipe. */
const STAGES = {
  ingest: ['photos'],
  convert: ['dvc/ingest', 'photos'],
  prior: ['dvc/ingest', 'dvc/convert'],
  patches: ['dvc/convert'],
  train: ['dvc/convert', 'dvc/prior', 'dvc/patches'],
  evaluate: ['dvc/ingest', 'dvc/convert', 'dvc/prior', 'dvc/patches', 'dvc/train'],
};

/** What the peer runs in: a copy of the checkout that is its own. */
export interface DvcPlace {
  readonly folder: string;
  readonly recipe: string;
  /** The sections that the recipe has. */
  readonly sections: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Null where `python` has no DVC. What the folder had of data is removed. */
export async function openDvcPeer(python: string, place: DvcPlace): Promise<DvcPeer | null> {
  const { folder, env } = place;
  const dvc = (...words: readonly string[]) =>
    timedRun([python, '-m', 'dvc', ...words], { cwd: folder, env: { ...env, DVC_NO_ANALYTICS: '1' } });
  const version = await dvc('--version').then(
    ({ output }) => output.trim(),
    () => null,
  );
  if (version === null) return null;
  await rm(join(folder, 'data'), { recursive: true, force: true });
  await dvc('init', '--no-scm', '--quiet');
  await dvc('config', 'cache.type', 'hardlink,copy'); // its quickest: nothing is copied
  await writeFile(join(folder, 'dvc.yaml'), pipelineFile(place));
  return {
    name: `DVC ${version}`,
    repro: async (...stages) => (await dvc('repro', '--quiet', ...stages)).seconds,
  };
}

/** JSON is YAML too. */
function pipelineFile({ recipe, sections }: DvcPlace): string {
  const settings = `pipelines/pipeline/recipes/${recipe}.json`;
  const stages = Object.entries(STAGES).map(([stage, deps]) => [
    stage,
    {
      cmd: `node ${PROGRAM} ${stage} ${recipe}`,
      deps,
      params: sections.includes(stage) ? [{ [settings]: [stage] }] : [],
      outs: [`dvc/${stage}`],
    },
  ]);
  return JSON.stringify({ stages: Object.fromEntries(stages) }, null, 2);
}
