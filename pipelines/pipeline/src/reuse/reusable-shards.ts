import type { ShardInput } from '@tintype/executor';
import type { StageContext } from '@tintype/stage';

/**
 * The shards of the artefact before that may hold photos of the shard `name`: those whose bits begin with its own, or
 * the other way round, first of its own split, then of the others, as a photo may have changed sides.
 */
export function reusableShards(
  name: string,
  { before, inputOf }: Pick<StageContext, 'before' | 'inputOf'>,
): readonly ShardInput[] {
  const wanted = placeOf(name);
  return (before?.manifest.shards ?? [])
    .filter((shard) => shard.name.includes('/'))
    .map((shard) => ({ shard, ...placeOf(shard.name) }))
    .filter(({ bits }) => bits.startsWith(wanted.bits) || wanted.bits.startsWith(bits))
    .sort((x, y) => Number(y.side === wanted.side) - Number(x.side === wanted.side))
    .map(({ shard }) => inputOf(shard));
}

/** `train/0110` lies in `train` and holds the photos that begin with 0110; `train/all` holds all. */
function placeOf(name: string): { readonly side: string; readonly bits: string } {
  const [side = '', bits = ''] = name.split('/');
  return { side, bits: bits === 'all' ? '' : bits };
}
