import { shardSchema } from '@tintype/store';
import { z } from 'zod';

const name = z.string();
const count = z.number();

const event = z.discriminatedUnion('type', [
  z.strictObject({
    ...{ type: z.literal('shard-progress'), name, done: count, total: count },
    figures: z.record(z.string(), z.union([count, z.string()])),
  }),
  z.strictObject({ type: z.literal('shard-note'), name, text: z.string() }),
  z.strictObject({
    ...{ type: z.literal('shard-done'), name, shards: z.array(shardSchema) },
    ...{ ms: count, agoMs: count.default(0) },
  }),
  z.strictObject({ type: z.literal('unit-line'), text: z.string() }),
  z.strictObject({
    ...{ type: z.literal('unit-ended'), code: count.nullable(), signal: name.nullable(), ms: count },
  }),
]);

const id = z.string();

const messageSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready'), nodes: count, cpus: count }),
  z.strictObject({ type: z.literal('fatal'), message: z.string() }),
  z.strictObject({ type: z.literal('event'), id, event }),
  z.strictObject({ type: z.literal('note'), id, text: z.string() }),
  z.strictObject({ type: z.literal('done'), id }),
  z.strictObject({ type: z.literal('cancelled'), id }),
  z.strictObject({
    ...{ type: z.literal('failed'), id, message: z.string() },
    kind: z.enum(['computation', 'refused', 'lost', 'failed']),
  }),
]);

/** What the Python driver says. */
export type RayMessage = Readonly<z.infer<typeof messageSchema>>;

/** What an order's own messages tell of it. */
export type OrderMessage = Extract<RayMessage, { id: string }>;

export type RayEvent = Extract<RayMessage, { type: 'event' }>['event'];

/** A message that came as a line of JSON. @throws where it is none */
export function parseRayMessage(line: string): RayMessage {
  return messageSchema.parse(JSON.parse(line));
}
