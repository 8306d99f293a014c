import { createLocalUnits, createRayUnits, type UnitExecutor } from '@tintype/executor';

import { UserError } from './user-error.ts';

/** What a command says of where its units run. */
export interface UnitOptions {
  readonly workspace: string;
  /** As `CUDA_VISIBLE_DEVICES` names them. */
  readonly gpus: readonly string[];
  /** How many run at a time on this machine; null: one for each GPU, one on a CPU. */
  readonly atOnce: number | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where whole trainings run, as `TINTYPE_EXECUTOR` says: processes of this machine beside Piscina's threads, tasks
 * of a cluster beside Ray's.
 *
 * @throws UserError (exit code 2) for another executor
 */
export function openUnits(environment: Environment, { atOnce, ...options }: UnitOptions): UnitExecutor {
  const wanted = environment['TINTYPE_EXECUTOR'] || 'piscina';
  switch (wanted) {
    case 'piscina':
      return createLocalUnits({ ...options, environment, ...(atOnce === null ? {} : { atOnce }) });
    case 'ray':
      return createRayUnits({
        workspace: options.workspace.replace(/\/$/, ''),
        python: environment['TINTYPE_PYTHON'] || 'python3',
        environment,
      });
    default:
      throw new UserError(`TINTYPE_EXECUTOR: expected piscina or ray, got ${JSON.stringify(wanted)}`, 2);
  }
}
