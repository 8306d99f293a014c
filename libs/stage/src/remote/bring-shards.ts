import { FILES_AT_ONCE, mapConcurrently, type Shard } from '@tintype/store';

import type { Amount, FetchEvent, RunEvent } from '../events.ts';
import type { LookedUp } from '../run/make-shards.ts';
import type { StageRun } from '../run/stage-run.ts';
import { describeDamage, lookBehind } from './look-behind.ts';

/** Progress is told this often, whatever the number of blobs. */
const STEPS = 100;

/** Of a wave, brings here what the remote has and the store has not. What is damaged there stays to be computed. */
export async function bringShards(
  looked: readonly LookedUp[],
  run: StageRun,
  emit: (event: RunEvent) => void,
): Promise<readonly LookedUp[]> {
  const { store, stage, signal } = run;
  const { remote } = store;
  if (remote === null) return looked;
  const note = (text: string) => emit({ type: 'note', stage: stage.name, text });
  const all = await lookBehind(looked, run, note);
  const coming = all.flatMap(({ there }) => (there?.shards ? [there.shards] : []));
  const lacking = await remote.lacking(coming.flat());
  if (coming.length === 0) return all;
  const total = { shards: coming.length, bytes: sumBytes(lacking) };
  const told = tellProgress(total, (progress) =>
    emit({ type: 'fetch', stage: stage.name, from: remote.address.url, ...progress }),
  );
  const brought = await mapConcurrently(all, FILES_AT_ONCE, async (wanted) => {
    const shards = wanted.there?.shards ?? null;
    if (shards === null) return wanted;
    const isSound = await remote.bring(wanted.fingerprint, shards, {
      signal,
      onFault: (fault) => note(describeDamage(fault)),
      onBlob: ({ bytes }) => told.add({ shards: 0, bytes }),
    });
    if (!isSound) return { ...wanted, there: { shards: null, isDamaged: true } };
    told.add({ shards: 1, bytes: 0 });
    return { ...wanted, shards };
  });
  told.end();
  return brought;
}

/** After a wave was computed: what was damaged in the remote is written anew, and what was computed elsewhere comes here. */
export async function settleBehind(
  missing: readonly LookedUp[],
  made: ReadonlyMap<string, readonly Shard[]>,
  { store: { remote }, signal }: StageRun,
): Promise<void> {
  if (remote === null) return;
  await mapConcurrently(missing, FILES_AT_ONCE, async ({ spec, fingerprint, there }) => {
    const shards = made.get(spec.key.name) ?? [];
    const lacking = await remote.lacking(shards);
    if (lacking.length > 0 && !(await remote.bring(fingerprint, shards, { signal })))
      throw new Error(
        `shard ${spec.key.name}: expected what was computed in ${remote.address.url}, found it lost or damaged; run again`,
      );
    if (there?.isDamaged) await remote.send(fingerprint, shards, { replace: true });
  });
}

type Progress = Pick<FetchEvent, 'done' | 'total'>;

/** Tells how much has come: at first, in steps, and at the end what it was in all. */
function tellProgress(total: Amount, tell: (progress: Progress) => void) {
  let done = { shards: 0, bytes: 0 };
  let step = 0;
  tell({ done, total });
  return {
    add(more: Amount): void {
      done = { shards: done.shards + more.shards, bytes: done.bytes + more.bytes };
      const reached = Math.floor((STEPS * done.bytes) / Math.max(1, total.bytes));
      if (reached <= step || done.shards === total.shards) return;
      step = reached;
      tell({ done, total });
    },
    end: () => tell({ done, total: done }),
  };
}

/** Bytes of the blobs of these shards; one that several share counts once. */
export function sumBytes(shards: readonly Shard[]): number {
  const unique = new Map(shards.map(({ sha256, bytes }) => [sha256, bytes]));
  return [...unique.values()].reduce((sum, bytes) => sum + bytes, 0);
}
