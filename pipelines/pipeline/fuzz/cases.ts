import { type Rng, rngFrom } from '@tintype/colour';
import { hostileCorpus } from '@tintype/images/testing';
import { openBackEnd } from '@tintype/network/node';
import { syntheticModel } from '@tintype/network/testing';

import { mutate, mutateText } from './mutate.ts';
import type { Outcome } from './outcome.ts';
import { ARCHIVES, tryArchive, tryPhoto } from './try-outside.ts';
import { mutateModel, RECIPE, tryModel, tryRecipe } from './try-settings.ts';
import { MANIFEST, RECORD, TABLES, tryManifest, tryRecord, tryShard } from './try-store.ts';

export const KINDS = ['photo', 'archive', 'manifest', 'record', 'shard', 'recipe', 'model'] as const;
export type Kind = (typeof KINDS)[number];

/** One mutated input of a kind, given to the reader that a run gives it to. The same numbers give the same input. */
export type Fuzzer = (kind: Kind, seed: number, index: number) => Promise<Outcome>;

/** Makes the inputs that are mutated; `folder` is where what has to be a file is written. */
export async function openFuzzer(folder: string): Promise<Fuzzer> {
  await openBackEnd('cpu'); // its start costs least
  const model = await syntheticModel({ kind: 'zhang', width: 1 });
  const photos = (await hostileCorpus(1)).map(({ bytes }) => bytes).filter(({ length }) => length > 0);
  const readers: Readonly<Record<Kind, (rng: Rng) => Promise<Outcome>>> = {
    photo: (rng) => tryPhoto(mutate(oneOf(photos, rng), oneOf(photos, rng), rng)),
    archive: (rng) => tryArchive(mutate(oneOf(ARCHIVES, rng), oneOf(ARCHIVES, rng), rng), folder),
    manifest: (rng) => tryManifest(mutateText(MANIFEST, rng), folder),
    record: (rng) => tryRecord(mutateText(RECORD, rng), folder),
    shard: (rng) => tryShard(oneOf(TABLES, rng), rng),
    recipe: (rng) => tryRecipe(mutateText(RECIPE, rng), folder),
    model: (rng) => tryModel(mutateModel(model, rng)),
  };
  return (kind, seed, index) => readers[kind](rngFrom('fuzz', kind, seed, index));
}

function oneOf<T>(list: readonly T[], rng: Rng): T {
  const found = list[Math.floor(rng() * list.length)];
  if (found === undefined) throw new Error('Internal error: expected something to choose from');
  return found;
}
