import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findRayPython, type LocalCluster, startLocalCluster } from '@tintype/executor/testing';

import { createWorkspace, filesIn, runNx } from './testing/workspace.ts';

const { python, reason } = findRayPython(process.env);
if (python === null) process.stderr.write(`No pipeline runs on Ray: ${reason}\n`);

(python === null ? describe.skip : describe)('TINTYPE_EXECUTOR=ray RAY_ADDRESS=auto npx nx run', () => {
  let cluster: LocalCluster | undefined;
  let workspace: string;
  /** Of each node, as on machines that share no folder. */
  let own: readonly string[];
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tintype-nodes-'));
    own = ['one', 'two'].map((name) => join(folder, name));
    cluster = await startLocalCluster(python ?? '', { cpus: [1, 1], data: own });
    workspace = await createWorkspace();
  });
  afterAll(() => cluster?.close());

  const run = async () => {
    const { exitCode, output, stages } = await runNx(workspace, 'patches');
    expect(exitCode === 0 ? '' : output).toBe('');
    expect(stages['patches']).toMatchObject({ cached: false, computed: stages['patches']?.shards });
    const files = [
      ...(await filesIn(workspace, 'data/manifests')),
      ...(await filesIn(workspace, 'data/store/blobs')),
    ];
    return files.map(({ path, text }) => [path, text]);
  };

  it('leaves the manifests and blobs of a run on one machine, byte for byte, where nodes share a remote alone', async () => {
    const onThisMachine = await run();
    for (const folder of ['data', '.nx']) await rm(join(workspace, folder), { recursive: true });
    const RAY_TMPDIR = cluster?.folder; // beside other clusters, auto finds this one by it
    Object.assign(process.env, {
      ...{ TINTYPE_EXECUTOR: 'ray', RAY_ADDRESS: 'auto', RAY_TMPDIR, TINTYPE_PYTHON: python },
      TINTYPE_REMOTE: pathToFileURL(await mkdtemp(join(tmpdir(), 'tintype-remote-'))).href,
    });
    expect(await run()).toEqual(onThisMachine);
    const made = await Promise.all(own.map((folder) => readdir(folder).catch(() => []))); // one node may be quicker
    expect(made.flat()).toContain('store');
  }, 300_000);

  it('is cached by Nx, whichever executor ran', async () => {
    process.env['TINTYPE_EXECUTOR'] = '';
    const { stages } = await runNx(workspace, 'patches');
    const cached = ['ingest', 'convert', 'patches'].filter((stage) => stages[stage]?.cached);
    expect(cached).toEqual(['ingest', 'convert', 'patches']);
  });
});
