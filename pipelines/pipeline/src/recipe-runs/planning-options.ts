import { availableParallelism } from 'node:os';

import type { Host, PlanRecipeOptions } from '@tintype/stage';

/** What of a process's host planning needs. */
export type PlanningHost = Pick<Host, 'workspace' | 'signal' | 'codeDigest' | 'remote'>;

/** How the process of `host` would plan runs. */
export function planningOptions({
  workspace,
  signal,
  codeDigest,
  remote,
}: PlanningHost): Omit<PlanRecipeOptions, 'recipes'> {
  return { workspace, signal, codeDigest, remote: remote(), threads: availableParallelism() };
}
