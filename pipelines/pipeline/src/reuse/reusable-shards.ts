import type { ShardInput, ShardKey } from '@tintype/executor';
import { type Artefact, toInput } from '@tintype/stage';
import { canonicalJson, type Json } from '@tintype/store';

/**
 * The shards of the artefact before that may hold photos of the shard `key`: those whose bits begin with its own, or
 * the other way round, first of its own split, then of the others, as a photo may have changed sides. None where
 * anything that the computation reads is not as it was: `settingsOf` gives the settings of a key for all settings of
 * the stage, and they are compared whole.
 */
export function reusableShards<Settings>(
  { name, settings }: Pick<ShardKey, 'name' | 'settings'>,
  { before }: { readonly before: Pick<Artefact<Settings>, 'settings' | 'shards'> | null },
  settingsOf: (settings: Settings) => Json,
): readonly ShardInput[] {
  if (before === null || canonicalJson(settingsOf(before.settings)) !== canonicalJson(settings)) return [];
  const wanted = placeOf(name);
  return before.shards
    .filter((shard) => shard.name.includes('/'))
    .map((shard) => ({ shard, ...placeOf(shard.name) }))
    .filter(({ bits }) => bits.startsWith(wanted.bits) || wanted.bits.startsWith(bits))
    .sort((x, y) => Number(y.side === wanted.side) - Number(x.side === wanted.side))
    .map(({ shard }) => toInput(shard));
}

/** `train/0110` lies in `train` and holds the photos that begin with 0110; `train/all` holds all. */
function placeOf(name: string): { readonly side: string; readonly bits: string } {
  const [side = '', bits = ''] = name.split('/');
  return { side, bits: bits === 'all' ? '' : bits };
}
