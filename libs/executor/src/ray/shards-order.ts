import { shardSchema } from '@tintype/store';
import { z } from 'zod';

import type { ShardInput, ShardTask } from '../shard-task.ts';

/** Shards as they reach the Node process of a Ray worker. */
export interface ShardsOrder {
  /** Which run it belongs to. */
  readonly run: string;
  readonly tasks: readonly ShardTask[];
  /** Which store the run works on. */
  readonly identity: string;
}

const { sha256, fingerprint } = shardSchema.shape;

const input: z.ZodType<ShardInput> = z
  .strictObject({ name: z.string(), sha256, path: z.string().optional() })
  .transform(({ path, ...known }) => (path === undefined ? known : { ...known, path }));

const task: z.ZodType<ShardTask> = z
  .strictObject({
    key: z.strictObject({
      ...{ name: z.string(), compute: z.string() },
      settings: z.json(),
      inputs: z.array(input),
    }),
    fingerprint,
    ...{ module: z.string(), resumable: z.boolean(), reuse: z.array(input) },
    storeRoot: z.string(),
    remote: z.strictObject({ url: z.string(), mode: z.enum(['write', 'read']) }).nullable(),
    resources: z.strictObject({ cpus: z.enum(['one', 'all']), gpu: z.boolean() }).optional(),
  })
  .transform(({ resources, ...known }) => (resources === undefined ? known : { ...known, resources }));

const orderSchema: z.ZodType<ShardsOrder> = z.strictObject({
  run: z.string(),
  identity: z.string(),
  tasks: z.array(task),
});

/** An order that came as a line of JSON. @throws where it is none, as of another version of this program */
export function parseShardsOrder(line: string): ShardsOrder {
  return orderSchema.parse(JSON.parse(line));
}
