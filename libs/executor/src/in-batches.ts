import type { ShardTask } from './shard-task.ts';

/** Shards that a worker computes one after the other. */
export type Batch = readonly [ShardTask, ...ShardTask[]];

/** So few that no worker is left with work when the others have none, and no more than a message to it is worth. */
const [BATCHES_A_WORKER, MOST_IN_BATCH] = [4, 16];

/** A task that keeps checkpoints, or claims more than a core, is a batch of its own. */
export function inBatches(tasks: readonly ShardTask[], workers: number): readonly Batch[] {
  const share = workers === 1 ? tasks.length : Math.ceil(tasks.length / workers / BATCHES_A_WORKER);
  const size = Math.max(1, Math.min(MOST_IN_BATCH, share));
  const rest = tasks.filter((task) => !isAlone(task));
  return [...tasks.filter(isAlone).map((task) => [task] as const), ...cut(rest, size)];
}

function isAlone({ resumable, resources }: ShardTask): boolean {
  return resumable || resources !== undefined;
}

function cut(tasks: readonly ShardTask[], size: number): readonly Batch[] {
  return Array.from({ length: Math.ceil(tasks.length / size) }).flatMap((_, i) => {
    const [first, ...others] = tasks.slice(i * size, (i + 1) * size);
    return first === undefined ? [] : [[first, ...others] as const];
  });
}
