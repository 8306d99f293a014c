import { z } from 'zod';

import { parseSealed } from './sealed-json.ts';
import { type Shard, shardSchema } from './shard.ts';

const recordSchema = z.strictObject({ shards: z.array(shardSchema) });

/** The shards of a record's text, or null for what is no record, or no longer what was written. */
export function parseRecord(text: string): readonly Shard[] | null {
  try {
    const { value, complaint } = parseSealed(text);
    if (complaint !== null) return null;
    const { shards } = recordSchema.parse(value);
    return shards;
  } catch {
    return null; // no JSON, or another
  }
}
