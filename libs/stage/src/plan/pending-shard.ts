import type { Digest, Fingerprint, Shard } from '@tintype/store';

const PENDING = 'pending-';

/** Stands in a plan for a shard that is to be computed: its digest is none, so that whatever reads it is to be computed too. It has the rows that are expected. */
export function pendingShard(name: string, fingerprint: Fingerprint, rows = 0): Shard {
  return { name, fingerprint, sha256: `${PENDING}${fingerprint}` as Digest, bytes: 0, rows };
}

/** Whether a shard is still to be computed: nothing is known of it but its name, and perhaps its rows. */
export function isPending({ sha256 }: Shard): boolean {
  return sha256.startsWith(PENDING);
}
