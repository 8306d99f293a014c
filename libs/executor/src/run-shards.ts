import type { Store } from '@tintype/store';

import type { ShardOutput } from './compute.ts';
import type { createMemory, LentMemory } from './memory.ts';
import { computeShard, openTaskStore, type RunShardOptions, settle } from './run-shard.ts';
import { shardError } from './shard-executor.ts';
import type { ShardDone, ShardTask } from './shard-task.ts';

export interface RunShardsOptions extends Omit<RunShardOptions, 'memory'> {
  readonly memory: ReturnType<typeof createMemory>;
  /** Told before the computation of a shard begins. */
  begin(name: string): void;
  /** Told when a shard is committed. */
  done(event: ShardDone): void;
  clock(): number;
}

/** What a computation gave, until it is committed. */
interface Computed {
  readonly task: ShardTask;
  readonly outputs: readonly ShardOutput[];
  readonly lent: LentMemory;
  readonly bytes: number;
  readonly ms: number;
  /** When its computation ended. */
  readonly at: number;
}

/** Results that may wait to be committed: as many as a thread makes while a disk syncs. */
const MOST_WAITING_BYTES = 33_554_432;

/**
 * Runs computations of one store one after the other. What they give is committed meanwhile, all that has come while
 * the disk was busy at once: syncing a shard takes a disk as long as syncing ten.
 *
 * @throws the error of the first shard that fails, naming it; those before it are committed
 */
export async function runShards(tasks: readonly ShardTask[], options: RunShardsOptions): Promise<void> {
  const [first] = tasks;
  if (first === undefined) return;
  const store = openTaskStore(first);
  const line = openLine((group) => commitGroup(store, group, options));
  try {
    for (const task of tasks) {
      await line.roomFor(MOST_WAITING_BYTES);
      line.add(await compute(task, store, options));
    }
  } finally {
    await line.end();
  }
}

async function compute(task: ShardTask, store: Store, options: RunShardsOptions): Promise<Computed> {
  const { memory, clock, begin } = options;
  const lent = memory.lend();
  const start = clock();
  begin(task.key.name);
  try {
    const outputs = await computeShard(task, store, { ...options, memory: lent });
    lent.giveBackAllBut(outputs.map((output) => output.bytes));
    const bytes = outputs.reduce((sum, output) => sum + output.bytes.byteLength, 0);
    return { task, outputs, lent, bytes, ms: clock() - start, at: clock() };
  } catch (cause) {
    lent.giveBack();
    throw shardError(task, cause);
  }
}

async function commitGroup(
  store: Store,
  group: readonly Computed[],
  { clock, done }: RunShardsOptions,
): Promise<void> {
  try {
    const kept = await settle(store, group);
    for (const [i, { task, ms, at }] of group.entries())
      done({ type: 'shard-done', name: task.key.name, shards: kept[i] ?? [], ms, agoMs: clock() - at });
  } catch (cause) {
    throw group[0] === undefined ? cause : shardError(group[0].task, cause);
  } finally {
    for (const { lent } of group) lent.giveBack();
  }
}

/** Results in a line: what has come while a group was being committed is the next group. */
function openLine(commit: (group: readonly Computed[]) => Promise<void>) {
  const waiting: Computed[] = [];
  let current: Promise<void> | null = null;
  const causes: unknown[] = [];
  const commitNext = (): void => {
    if (current !== null || waiting.length === 0 || causes.length > 0) return;
    const group = waiting.splice(0);
    current = commit(group)
      .catch((cause: unknown) => void causes.push(cause))
      .finally(() => {
        current = null;
        commitNext();
      });
  };
  const until = async (isEnough: () => boolean) => {
    while (current !== null && !isEnough()) await current;
    if (causes.length > 0) throw causes[0];
  };
  return {
    add(computed: Computed): void {
      waiting.push(computed);
      commitNext();
    },
    roomFor: (most: number) => until(() => waiting.reduce((sum, { bytes }) => sum + bytes, 0) <= most),
    end: () => until(() => false),
  };
}
