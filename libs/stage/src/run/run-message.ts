import { z } from 'zod';

import type { ToldEvent } from '../events.ts';

/** How a stage ended that did not do what it should: in words, and with this exit code. */
export interface StageFailure {
  readonly type: 'stage-failed';
  readonly message: string;
  readonly exitCode: number;
}

export type RunMessage = ToldEvent | StageFailure;

const stage = z.string();
const figures = z.record(z.string(), z.union([z.number(), z.string()]));
const count = z.number();
const amount = z.object({ shards: count, bytes: count });

export const messageSchema: z.ZodType<RunMessage> = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('waiting'),
    stage,
    holder: z.object({ pid: count, elsewhere: z.string().nullable(), file: z.string() }),
  }),
  z.object({ type: z.literal('note'), stage, text: z.string() }),
  z.object({ type: z.literal('fetch'), stage, from: z.string(), done: amount, total: amount }),
  z.object({ type: z.literal('wave'), stage, total: count, reused: count }),
  z.object({ type: z.literal('shard-note'), stage, name: z.string(), text: z.string() }),
  z.object({
    type: z.literal('shard-progress'),
    stage,
    name: z.string(),
    done: count,
    total: count,
    figures,
  }),
  z.object({ type: z.literal('shard-done'), stage, name: z.string(), ms: count }),
  z.object({
    ...{ type: z.literal('stage-done'), stage, headline: z.string(), details: z.array(z.string()) },
    ...{ shards: count, reused: count, ms: count },
    fetched: amount.extend({ from: z.string() }).exactOptional(),
  }),
  z.object({ type: z.literal('stage-failed'), message: z.string(), exitCode: z.int() }),
]);

/** A message that another process has written as JSON. Throws where it is none. */
export function parseMessage(line: string): RunMessage {
  return messageSchema.parse(JSON.parse(line));
}
