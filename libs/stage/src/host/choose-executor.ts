import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

import { createPiscinaExecutor, createRayExecutor, type ShardExecutor } from '@tintype/executor';
import { throwError } from 'rxjs';

import { type Environment, RAY_LINGER_S, readExecutor, type WantedExecutor } from './read-executor.ts';

/**
 * Where the shards of a run are computed: `TINTYPE_EXECUTOR` says piscina, in threads of this machine, or ray, on the
 * cluster that `RAY_ADDRESS` names. The bytes are the same. With another one, a run says so when it would compute
 * something.
 *
 * @param built locates a file among the bundles of the pipeline
 */
export function chooseExecutor(built: (name: string) => URL, environment: Environment): ShardExecutor {
  try {
    return createExecutor(readExecutor(environment), built, environment);
  } catch (error) {
    return { name: 'none', map: () => throwError(() => error), close: async () => {} };
  }
}

function createExecutor(
  wanted: WantedExecutor,
  built: (name: string) => URL,
  environment: Environment,
): ShardExecutor {
  switch (wanted.name) {
    case 'piscina':
      return createPiscinaExecutor({
        workerUrl: built('shard.worker.js'),
        threads: availableParallelism(),
      });
    case 'ray':
      return createRayExecutor({
        workspace: fileURLToPath(built('../../..')).replace(/\/$/, ''),
        workerUrl: built('ray.worker.js'),
        python: wanted.python,
        environment,
        lingerS: RAY_LINGER_S,
      });
    default:
      return wanted satisfies never;
  }
}
