import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { describe, expect, it } from '@jest/globals';
import { computeFingerprint } from '@tintype/store';
import { lastValueFrom } from 'rxjs';

import type { ShardTask } from '../shard-task.ts';
import { findRayPython } from '../testing/local-cluster.ts';
import { createRayExecutor } from './create-ray-executor.ts';

const workspace = join(import.meta.dirname, '../../../..');
const { python, reason } = findRayPython(process.env);
if (python === null) process.stderr.write(`No run looks for Ray: ${reason}\n`);

const task: ShardTask = {
  key: { name: 'one', compute: 'make', settings: {}, inputs: [] },
  fingerprint: computeFingerprint('one'),
  module: pathToFileURL('/nowhere/computations.mjs').href,
  ...{ reuse: [], resumable: false, storeRoot: '/nowhere/store', remote: null },
};

/** Computes a shard where nothing listens at the address of the cluster. */
async function run(interpreter: string): Promise<void> {
  const environment = { ...process.env, RAY_ADDRESS: '127.0.0.1:1' };
  const workerUrl = pathToFileURL('/nowhere/ray.worker.mjs');
  const executor = createRayExecutor({ workspace, workerUrl, python: interpreter, environment });
  const { signal } = new AbortController();
  await lastValueFrom(executor.map([task], { signal })).finally(executor.close);
}

(python === null ? describe.skip : describe)('where Ray cannot be had', () => {
  it('a run says how to start a cluster', async () => {
    await expect(run(python ?? '')).rejects.toThrow(
      /^127.0.0.1:1: expected a Ray cluster there, but nothing answers .*; start one with "ray start --head"/,
    );
  });

  it('a run says how to install it', async () => {
    const bare = join(await mkdtemp(join(tmpdir(), 'tintype-python-')), 'python');
    await writeFile(bare, `#!/bin/sh\nexec '${python}' -S "$@"\n`); // without what pip has installed
    await chmod(bare, 0o755);
    await expect(run(bare)).rejects.toThrow(
      /expected Ray there .*; pip install "ray==2\.60\.\*", or set TINTYPE_PYTHON/,
    );
    await expect(run('/nowhere')).rejects.toThrow(
      '/nowhere: expected a Python with Ray, found none; install Python and "ray==2.60.*", or set TINTYPE_PYTHON',
    );
  });
});
