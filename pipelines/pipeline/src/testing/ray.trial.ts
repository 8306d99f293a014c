import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { afterEach, expect, it } from '@jest/globals';
import { createRayExecutor } from '@tintype/executor';
import { findRayPython, type LocalCluster, startLocalCluster } from '@tintype/executor/testing';
import { computeFingerprint } from '@tintype/store';
import { lastValueFrom, toArray } from 'rxjs';

import { createWorkspace, filesIn, runNx } from './workspace.ts';

/** What takes minutes to try on a cluster: `npm run trial:ray`, with TINTYPE_PYTHON naming a Python that has Ray. */
const { python, reason } = findRayPython(process.env);
if (python === null) throw new Error(`the trial needs Ray: ${reason}`);

const MINUTES = 60_000;
let cluster: LocalCluster;
afterEach(() => cluster.close());

async function runOnRay(workspace: string): Promise<void> {
  Object.assign(process.env, {
    ...{ TINTYPE_EXECUTOR: 'ray', RAY_ADDRESS: cluster.address, TINTYPE_PYTHON: python },
  });
  const { exitCode, output } = await runNx(workspace);
  expect(exitCode === 0 ? '' : output).toBe('');
}

const made = async (workspace: string) =>
  (await Promise.all(['data/manifests', 'data/store/blobs'].map((folder) => filesIn(workspace, folder)))).map(
    (files) => files.map(({ path, text }) => [path, text]),
  );

it(
  'all stages, killed in the middle and started again, leave what one machine leaves',
  async () => {
    cluster = await startLocalCluster(python, { cpus: [1, 1] });
    const workspace = await createWorkspace();
    process.env['TINTYPE_EXECUTOR'] = 'piscina';
    expect((await runNx(workspace)).exitCode).toBe(0);
    const expected = await made(workspace);
    for (const folder of ['data', '.nx']) await rm(join(workspace, folder), { recursive: true });
    await killInTheMiddle(workspace);
    await runOnRay(workspace);
    expect(await made(workspace)).toEqual(expected);
  },
  10 * MINUTES,
);

/** Runs the first two stages, and kills the second one once it has said that a shard is done. */
async function killInTheMiddle(workspace: string): Promise<void> {
  const env = { ...process.env, TINTYPE_EXECUTOR: 'ray', RAY_ADDRESS: cluster.address };
  const stage = (name: string) =>
    spawn(process.execPath, ['pipelines/pipeline/dist/main.js', name, '--recipe=tiny'], {
      ...{ cwd: workspace, env, stdio: 'ignore' as const },
    });
  const ended = (child: ReturnType<typeof stage>) => new Promise((resolve) => child.once('close', resolve));
  await ended(stage('ingest'));
  const convert = stage('convert');
  const log = async () =>
    (await filesIn(workspace, 'data/store/events')).find(({ path }) => path.endsWith('convert.ndjson'));
  while (!(await log())?.text.includes('shard-done')) await new Promise((resolve) => setTimeout(resolve, 10));
  convert.kill('SIGKILL');
  await ended(convert);
}

it(
  'a shard whose worker Ray ends for want of memory is tried again, then named',
  async () => {
    const environment = {
      ...process.env,
      RAY_memory_usage_threshold: '0.01', // whatever runs is too much
      RAY_memory_monitor_refresh_ms: '100',
    };
    cluster = await startLocalCluster(python, { cpus: [1], environment });
    const workspace = await createWorkspace();
    const folder = await mkdtemp(join(tmpdir(), 'tintype-trial-'));
    const module = join(folder, 'computations.mjs');
    await writeFile(
      module,
      'export async function wait() { await new Promise((go) => setTimeout(go, 60_000)); }',
    );
    await runNx(workspace, 'build');
    const executor = createRayExecutor({
      ...{ workspace, python, environment: { ...process.env, RAY_ADDRESS: cluster.address } },
      workerUrl: pathToFileURL(join(workspace, 'pipelines/pipeline/dist/ray.worker.js')),
    });
    const task = {
      key: { name: 'greedy', compute: 'wait', settings: {}, inputs: [] },
      fingerprint: computeFingerprint('greedy'),
      module: pathToFileURL(module).href,
      ...{ resumable: false, reuse: [], storeRoot: join(workspace, 'data/store'), remote: null },
    };
    const { signal } = new AbortController();
    const running = lastValueFrom(executor.map([task], { signal }).pipe(toArray()));
    await expect(running).rejects.toThrow(
      'shard greedy (wait): its node ran out of memory; give nodes more of it, fewer processors (ray start --num-cpus), or smaller shards; it was tried 4 times',
    );
    await executor.close();
  },
  10 * MINUTES,
);
