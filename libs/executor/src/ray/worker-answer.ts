import type { ShardEvent } from '../shard-task.ts';

/** What the Node process of a Ray worker says: first that it is ready, then events, of which `shard-done` is the last. */
export type WorkerAnswer = WorkerReady | WorkerFailed | ShardEvent;

interface WorkerReady {
  readonly type: 'ready';
  /** Its version and platform. */
  readonly node: string;
}

interface WorkerFailed {
  readonly type: 'failed';
  readonly kind: 'computation' | 'refused';
  readonly message: string;
}
