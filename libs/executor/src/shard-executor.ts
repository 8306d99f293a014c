import { describeError } from '@tintype/store';
import type { Observable } from 'rxjs';

import type { ShardEvent, ShardTask } from './shard-task.ts';

export interface MapOptions {
  readonly signal: AbortSignal;
  /** Which run asks, where threads outlive it: what they verified for another one is verified anew. */
  readonly run?: string;
}

/**
 * Where shards run. Tasks are independent, their results content-addressed and already in the store when
 * `shard-done` is emitted, so an executor may run them anywhere, in any order, and more than once.
 */
export interface ShardExecutor {
  readonly name: string;
  /** Runs the tasks, a bounded number at a time; errors when one of them fails, naming it. */
  map(tasks: readonly ShardTask[], options: MapOptions): Observable<ShardEvent>;
  /** Tells that tasks of this module are likely to come, so that what takes time to start can do so meanwhile. */
  prepare?(module: string): void;
  close(): Promise<void>;
}

/** The error of one task, with the shard it happened in. */
export function shardError({ key: { name, compute } }: ShardTask, cause: unknown): Error {
  const by = compute === name ? '' : ` (${compute})`;
  return new Error(`shard ${name}${by}: ${describeError(cause)}`, { cause });
}
