import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Fault, type RunEnd, runWithFault } from '@tintype/stage/testing';

/** Small enough for a stage in about a second, and pinned to a back end that is always there. */
const RECIPE = {
  ingest: {
    source: { kind: 'generated', count: 8, seed: 1, size: 64 },
    photosPerTask: 8,
    sameOriginal: null,
  },
  convert: { size: 64, photosPerShard: 8 },
  patches: { perPhoto: 4 },
  train: { backEnd: 'wasm', network: { width: 1 }, epochs: 1, batch: 8 },
  evaluate: { temperatures: [0.38], gallery: 1 },
};

/**
 * A workspace with nothing but the built pipeline, one small recipe and a data folder of its own.
 * `root` is the checkout that it is built from.
 */
export async function createTrial(root: string): Promise<string> {
  const trial = await mkdtemp(join(tmpdir(), 'tintype-trial-'));
  for (const name of ['node_modules', 'libs', 'package.json', 'esbuild.config.mjs'])
    await symlink(join(root, name), join(trial, name));
  const pipeline = join(trial, 'pipelines/pipeline');
  await cp(join(root, 'pipelines/pipeline/src'), join(pipeline, 'src'), { recursive: true });
  await mkdir(join(pipeline, 'recipes'));
  await writeFile(join(pipeline, 'recipes/tiny.json'), JSON.stringify(RECIPE));
  await mkdir(join(trial, 'data'));
  await build(trial);
  return trial;
}

async function build(trial: string): Promise<void> {
  const child = spawn(process.execPath, ['esbuild.config.mjs', 'pipelines/pipeline'], {
    cwd: trial,
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exitCode = await new Promise((resolve) => child.once('close', resolve));
  if (exitCode !== 0)
    throw new Error(`expected the pipeline to build in ${trial}, got exit code ${exitCode}`);
}

/** A second workspace as the first one is, for what runs beside it. */
export async function copyTrial(trial: string): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'tintype-trial-'));
  await cp(trial, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}

export function dataOf(trial: string): string {
  return join(trial, 'data');
}

/** Makes the data folder what another one is. */
export async function restoreData(trial: string, from: string): Promise<void> {
  await rm(dataOf(trial), { recursive: true, force: true });
  await cp(from, dataOf(trial), { recursive: true });
}

/** Runs a stage as Nx would, with a fault or none. */
export function runTrialStage(trial: string, stage: string, fault?: Fault): Promise<RunEnd> {
  return runWithFault({
    program: [join(trial, 'pipelines/pipeline/dist/main.js'), stage, '--recipe=tiny'],
    cwd: trial,
    data: dataOf(trial),
    preload: join(trial, 'libs/stage/src/testing/faults/faulty-fs.mjs'),
    ...(fault && { fault }),
  });
}

/** Locks that are still there. */
export async function locksIn(trial: string): Promise<readonly string[]> {
  const names = await readdir(join(dataOf(trial), 'store/locks'));
  return names.filter((name) => !name.endsWith('.tmp'));
}
