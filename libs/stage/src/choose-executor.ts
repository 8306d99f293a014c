import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

import { createPiscinaExecutor, createRayExecutor, type ShardExecutor } from '@tintype/executor';
import { throwError } from 'rxjs';

import { UserError } from './user-error.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where the shards of a run are computed: `TINTYPE_EXECUTOR` says piscina, in threads of this machine, or ray, on the
 * cluster that `RAY_ADDRESS` names. The bytes are the same.
 *
 * @param built locates a file among the bundles of the pipeline
 */
export function chooseExecutor(built: (name: string) => URL, environment: Environment): ShardExecutor {
  switch (environment['TINTYPE_EXECUTOR'] || 'piscina') {
    case 'piscina':
      return createPiscinaExecutor({
        workerUrl: built('shard.worker.js'),
        threads: availableParallelism(),
      });
    case 'ray':
      return createRayExecutor({
        workspace: fileURLToPath(built('../../..')).replace(/\/$/, ''),
        workerUrl: built('ray.worker.js'),
        python: environment['TINTYPE_PYTHON'] || 'python3',
        environment,
      });
    default:
      return refuseShards(
        new UserError(
          `TINTYPE_EXECUTOR: expected "piscina" or "ray", got "${environment['TINTYPE_EXECUTOR']}"`,
          2,
        ),
      );
  }
}

/** A run says what is wrong when it would compute something. */
function refuseShards(error: UserError): ShardExecutor {
  return { name: 'none', map: () => throwError(() => error), close: async () => {} };
}
