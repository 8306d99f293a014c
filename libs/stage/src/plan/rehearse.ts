import { type Manifest, readableJson } from '@tintype/store';

import { inMemory } from '../remote/in-memory.ts';
import { lookBehind } from '../remote/look-behind.ts';
import { type LookedUp, lookUp } from '../run/make-shards.ts';
import { readShard } from '../run/read-shard.ts';
import { manifestOf, type StageRun, surroundingsOf } from '../run/stage-run.ts';
import type { OutsideFile } from '../stage.ts';
import { UserError } from '../user-error.ts';
import { isPending, pendingShard } from './pending-shard.ts';

/** What running a stage without computing came to. */
export interface Rehearsal {
  readonly wanted: readonly LookedUp[];
  readonly files: readonly OutsideFile[];
  readonly manifest: Manifest | null;
  readonly mayGrow: boolean;
  readonly unknownUntil: string | null;
}

export function notYet(unknownUntil: string): Rehearsal {
  return { wanted: [], files: [], manifest: null, mayGrow: true, unknownUntil };
}

/** Runs the stage with stand-ins for the shards that are not there, as far as it comes without their bytes. */
export async function rehearse(run: StageRun): Promise<Rehearsal> {
  const { stage, store } = run;
  const wanted: LookedUp[] = [];
  const files: OutsideFile[] = [];
  const surroundings = surroundingsOf(run, {
    planning: true,
    async shards(wave) {
      const all = await lookBehind(await lookUp(wave, run), run, () => {});
      for (const shard of all) wanted.push(shard); // a call takes no hundred thousand arguments
      return all.flatMap(
        (shard) =>
          shard.shards ??
          shard.there?.shards ?? [
            pendingShard(shard.spec.key.name, shard.fingerprint, shard.spec.hints?.rows),
          ],
      );
    },
    read: async (shard) => {
      if (isPending(shard)) throw new Error(`${shard.name} is still to be computed`);
      return readShard(shard, inMemory(store));
    },
    note: () => {},
    reads: (more) => {
      for (const file of more) files.push(file);
    },
  });
  const isMissing = () => wanted.some(({ shards }) => shards === null); // here: some of it may be in the remote
  try {
    const manifest = asReadBack(manifestOf(run, await stage.run(surroundings)));
    return { wanted, files, manifest, mayGrow: false, unknownUntil: null };
  } catch (error) {
    // What a stage says of results that are not there says nothing; before the first of them it counts.
    if (isMissing() || run.inputs.some(hasStandIns))
      return { wanted, files, manifest: null, mayGrow: true, unknownUntil: null };
    if (error instanceof UserError) return { ...notYet(error.message), files };
    throw error;
  }
}

/** With the order of keys in which the next stage would find them in the file. */
function asReadBack(manifest: Manifest): Manifest {
  return JSON.parse(readableJson(manifest)) as Manifest;
}

export function hasStandIns({ shards }: Manifest): boolean {
  return shards.some(isPending);
}
