import { UserError } from '../user-error.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What `TINTYPE_EXECUTOR` says of where shards and units run; piscina is also processes of this machine. */
export type WantedExecutor =
  | { readonly name: 'piscina' }
  /** `python` is the interpreter that has Ray. */
  | { readonly name: 'ray'; readonly python: string };

/** The next stage of a pipeline comes within seconds; later the cluster is left to others. */
export const RAY_LINGER_S = 20;

/** @throws UserError (exit code 2) for another executor */
export function readExecutor(environment: Environment): WantedExecutor {
  const name = environment['TINTYPE_EXECUTOR'] || 'piscina';
  if (name === 'piscina') return { name };
  if (name === 'ray') return { name, python: environment['TINTYPE_PYTHON'] || 'python3' };
  throw new UserError(`TINTYPE_EXECUTOR: expected piscina or ray, got ${JSON.stringify(name)}`, 2);
}
