import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { z } from 'zod';

const PROGRAM = 'libs/executor/python/tests/local_cluster.py';

/** A Ray cluster on this machine, of as many nodes as were asked for. */
export interface LocalCluster {
  readonly address: string;
  /** Where RAY_ADDRESS=auto finds it, as RAY_TMPDIR. */
  readonly folder: string;
  /** Kills the last node that was started, with all that runs on it. */
  killNode(): Promise<void>;
  close(): Promise<void>;
}

const startedSchema = z.object({ address: z.string(), folder: z.string() });

/** The Python that has Ray, as the environment names it; null, and the reason, where none does. */
export function findRayPython({ TINTYPE_RAY_PYTHON, TINTYPE_PYTHON }: NodeJS.ProcessEnv): {
  readonly python: string | null;
  readonly reason: string;
} {
  const python = TINTYPE_RAY_PYTHON ?? TINTYPE_PYTHON ?? '';
  if (python === '') return { python: null, reason: 'TINTYPE_PYTHON is not set' };
  const { status } = spawnSync(python, [
    '-c',
    'import importlib.util, sys; sys.exit(importlib.util.find_spec("ray") is None)',
  ]);
  return status === 0
    ? { python, reason: '' }
    : { python: null, reason: `TINTYPE_PYTHON ${python} has no Ray` };
}

export interface ClusterOptions {
  /** Processors of each node. */
  readonly cpus: readonly number[];
  /** What nodes have as TINTYPE_DATA; default: what the environment has. */
  readonly data?: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
  /** The checkout; default: where this process stands. */
  readonly workspace?: string;
}

/** Starts a cluster, which is gone when it is closed or this process ends. */
export async function startLocalCluster(
  python: string,
  { cpus, data = [], environment = process.env, workspace = process.cwd() }: ClusterOptions,
): Promise<LocalCluster> {
  const nodes = cpus.map((count, i) => (data[i] === undefined ? `${count}` : `${count}=${data[i]}`));
  const child = spawn(python, [join(workspace, PROGRAM), ...nodes], {
    env: environment,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (text) => (errors = `${errors}${text}`.slice(-2000)));
  const answers = createInterface({ input: child.stdout });
  const answer = async () => {
    const [line] = await Promise.race([once(answers, 'line'), once(answers, 'close')]);
    if (typeof line !== 'string') throw new Error(`the local Ray cluster ended: ${errors}`);
    return line;
  };
  const started = startedSchema.parse(JSON.parse(await answer()));
  return {
    ...started,
    async killNode() {
      const killed = answer();
      child.stdin.write('kill\n');
      await killed;
    },
    async close() {
      const closed = once(child, 'close');
      child.stdin.end();
      await closed;
    },
  };
}
