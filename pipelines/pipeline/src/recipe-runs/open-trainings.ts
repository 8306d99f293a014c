import { listGpus } from '@tintype/executor';
import { openUnits, UserError } from '@tintype/stage';

import type { Trainings } from './run-recipes.ts';

/** The options of a command that runs trainings. */
export const TRAINING_OPTIONS = { 'at-once': { type: 'string' }, gpus: { type: 'string' } } as const;

interface Asked {
  readonly command: string;
  readonly 'at-once'?: string | undefined;
  readonly gpus?: string | undefined;
}

/**
 * Where the trainings of a command run: by default one at a time on a CPU, as each uses all cores, and one on each GPU
 * where there are some. Throws a UserError (exit code 2) for options that it cannot read.
 */
export function openTrainings(
  { command, 'at-once': atOnce, gpus }: Asked,
  workspace: string,
  environment: Readonly<Record<string, string | undefined>>,
): Trainings {
  const found = listGpus(environment);
  const most = atOnce === undefined ? null : readCount(`${command}: --at-once`, atOnce, 1);
  return {
    units: openUnits(environment, { workspace, gpus: found, atOnce: most }),
    gpus: gpus === undefined ? Math.min(1, found.length) : readCount(`${command}: --gpus`, gpus, 0),
  };
}

/** The whole number that a person gave at `place`. Throws a UserError (exit code 2) for what is none, or below `least`. */
export function readCount(place: string, text: string, least: number): number {
  const count = Number(text);
  if (text.trim() !== '' && Number.isInteger(count) && count >= least) return count;
  throw new UserError(`${place}: expected a whole number ≥ ${least}, got ${text}`, 2);
}
