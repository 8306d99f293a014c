import type { Fingerprint } from '../fingerprint/digest.ts';
import { parseRecord } from '../manifest/record.ts';
import type { Shard } from '../manifest/shard.ts';
import type { Remote, RequestOptions } from './remote.ts';
import type { RemoteFault } from './remote-fault.ts';
import { recordKey } from './remote-keys.ts';

/** What a remote's record of a computation says: its shards, or what is wrong with it; null when there is none. */
export async function lookThere(
  remote: Remote,
  fingerprint: Fingerprint,
  options: RequestOptions = {},
): Promise<readonly Shard[] | RemoteFault | null> {
  const key = recordKey(fingerprint);
  const bytes = await remote.read(key, options);
  if (bytes === null) return null;
  const shards = parseRecord(Buffer.from(bytes).toString('utf8'));
  const fault = { object: `${remote.url}/${key}`, expected: 'a sealed record of this computation' };
  if (shards === null) return { ...fault, found: 'other bytes' };
  const isAnother = shards.some((shard) => shard.fingerprint !== fingerprint);
  return isAnother ? { ...fault, found: 'the record of another one' } : shards;
}
