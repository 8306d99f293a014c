import type { ShardEvent } from './shard-task.ts';

/** What a pool thread tells of its tasks; whose computation has begun is known even when the thread ends in it. */
export type ThreadMessage = ShardEvent | { readonly type: 'shard-begun'; readonly name: string };
