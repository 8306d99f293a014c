import type { ShardEvent } from '../shard-task.ts';

/**
 * What the Node process of a Ray worker says: first that it is ready; then of each order what happens to its shards,
 * and that all are done, or that one failed.
 */
export type WorkerAnswer = WorkerReady | WorkerDone | WorkerFailed | ShardEvent;

interface WorkerReady {
  readonly type: 'ready';
  /** Its version and platform. */
  readonly node: string;
}

interface WorkerDone {
  readonly type: 'done';
}

interface WorkerFailed {
  readonly type: 'failed';
  readonly kind: 'computation' | 'refused';
  readonly message: string;
}
