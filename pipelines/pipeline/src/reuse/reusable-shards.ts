import type { ShardInput, ShardKey } from '@tintype/executor';
import { type Artefact, toInput } from '@tintype/stage';
import { canonicalJson, type Json, type Shard } from '@tintype/store';

/** Finds the shards of the artefact before from which the shard `key` may copy. */
export type FindReusable = (key: Pick<ShardKey, 'name' | 'settings'>) => readonly ShardInput[];

/**
 * Finds the shards of the artefact before that may hold photos of a shard: those whose bits begin with its own, or
 * the other way round, first of its own split, then of the others, as a photo may have changed sides. None where
 * anything that the computation reads is not as it was: `settingsOf` gives the settings of a key for all settings of
 * the stage, and they are compared whole.
 */
export function indexReusable<Settings>(
  { before }: { readonly before: Pick<Artefact<Settings>, 'settings' | 'shards'> | null },
  settingsOf: (settings: Settings) => Json,
): FindReusable {
  if (before === null) return () => [];
  const known = canonicalJson(settingsOf(before.settings));
  let places: readonly Placed[] | null = null; // only a shard that is to be computed asks
  return ({ name, settings }) => {
    if (canonicalJson(settings) !== known) return [];
    const wanted = placeOf(name);
    return touching((places ??= sortPlaces(before.shards)), wanted.bits)
      .sort((x, y) => Number(y.side === wanted.side) - Number(x.side === wanted.side))
      .map(({ shard }) => toInput(shard));
  };
}

interface Place {
  readonly side: string;
  readonly bits: string;
}

interface Placed extends Place {
  readonly shard: Shard;
}

/** `train/0110` lies in `train` and holds the photos that begin with 0110; `train/all` holds all. */
function placeOf(name: string): Place {
  const [side = '', bits = ''] = name.split('/');
  return { side, bits: bits === 'all' ? '' : bits };
}

/** By their bits: shards that hold the same photos lie together, whatever side they are on. */
function sortPlaces(shards: readonly Shard[]): readonly Placed[] {
  return shards
    .filter(({ name }) => name.includes('/'))
    .map((shard) => ({ shard, ...placeOf(shard.name) }))
    .sort((x, y) => (x.bits < y.bits ? -1 : Number(x.bits > y.bits)));
}

/** Those whose bits begin with `bits`, and those with which `bits` begin: thousands ask, so none looks at all. */
function touching(places: readonly Placed[], bits: string): Placed[] {
  const found: Placed[] = [];
  for (let length = 0; length <= bits.length; length++) {
    const isOwn = length === bits.length;
    const prefix = bits.slice(0, length);
    for (let i = firstFrom(places, prefix); i < places.length; i++) {
      const place = places[i];
      if (place === undefined || !(isOwn ? place.bits.startsWith(prefix) : place.bits === prefix)) break;
      found.push(place);
    }
  }
  return found;
}

/** The first place whose bits are not below these. */
function firstFrom(places: readonly Placed[], bits: string): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle]?.bits ?? '') < bits) low = middle + 1;
    else high = middle;
  }
  return low;
}
