import { join } from 'node:path';

import { createLocalUnits, createRayUnits, type UnitExecutor } from '@tintype/executor';

import { locateFolders } from '../folders.ts';
import { type Environment, RAY_LINGER_S, readExecutor } from './read-executor.ts';

/** What a command says of where its units run. */
export interface UnitOptions {
  readonly workspace: string;
  /** As `CUDA_VISIBLE_DEVICES` names them. */
  readonly gpus: readonly string[];
  /** How many run at a time; null: on this machine one for each GPU or one on its CPU, on a cluster what it has room for. */
  readonly atOnce: number | null;
}

/**
 * Where whole trainings run, as `TINTYPE_EXECUTOR` says: processes of this machine beside Piscina's threads, tasks
 * of a cluster beside Ray's.
 *
 * @throws UserError (exit code 2) for another executor
 */
export function openUnits(environment: Environment, { atOnce, workspace, gpus }: UnitOptions): UnitExecutor {
  const options = { environment, ...(atOnce === null ? {} : { atOnce }) };
  const wanted = readExecutor(environment);
  switch (wanted.name) {
    case 'piscina':
      return createLocalUnits({ ...options, workspace, gpus });
    case 'ray':
      return createRayUnits({
        ...options,
        workspace: workspace.replace(/\/$/, ''),
        python: wanted.python,
        lingerS: RAY_LINGER_S,
        store: join(locateFolders(workspace, environment).data, 'store'),
      });
    default:
      return wanted satisfies never;
  }
}
