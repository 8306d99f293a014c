import { readFile } from 'node:fs/promises';

import { srgbToLab, takeAb, takeLightness } from '@tintype/colour';
import { imagesTable, predictionsTable } from '@tintype/records';
import { shardNamed } from '@tintype/stage';
import { listManifests, type Manifest, openStore, type Shard } from '@tintype/store';

import { CROSS_VALIDATION } from '../../src/cross-validate/cross-validation-file.ts';
import { baselineAttempts } from '../../src/evaluate/attempts.ts';
import { readTrainingColours } from '../../src/evaluate/training-tables.ts';
import type { UnseenPhotos } from './leads.ts';

type Fold = ReadonlyMap<string, Manifest>;

const store = openStore('data/store');

/**
 * The photos of a cross-validation, each held out in one fold, as its pictures were saved: in 8-bit sRGB. The photos
 * are drawn one by one later, not by originals.
 */
export async function crossValidatedPhotos(recipe: string, temperature: number): Promise<UnseenPhotos> {
  const folds = await readFolds(recipe);
  return {
    async *truths() {
      for (const fold of folds) for await (const { lab } of heldOut(fold)) yield lab;
    },
    async *coloured(gamut) {
      for (const fold of folds) {
        const prior = artefactIn(fold, 'prior');
        const colours = await readTrainingColours((name) =>
          readFile(store.blobPath(shardNamed(prior.shards, name).sha256)),
        );
        const baselines = baselineAttempts(colours, gamut);
        const predicted = await readPredictions(artefactIn(fold, 'evaluate'), temperature);
        for await (const { id, size, lab } of heldOut(fold)) {
          const truth = takeAb(lab);
          const network = { method: 'network', ab: predicted.get(id) ?? new Float32Array() } as const;
          const others = await baselines({ lightness: takeLightness(lab), ab: truth, size });
          yield { truth, attempts: [network, ...others] };
        }
      }
    },
  };
}

async function readFolds(recipe: string): Promise<readonly Fold[]> {
  const all = (await listManifests('data/manifests')).filter(
    (manifest) => manifest.pipeline === CROSS_VALIDATION && manifest.recipe.startsWith(`${recipe}-fold-`),
  );
  const names = [...new Set(all.map((manifest) => manifest.recipe))].sort();
  if (names.length === 0)
    throw new Error(
      `no folds of ${recipe}: run npx nx run pipeline:cross-validate -c ${recipe} first, or name a folder with --photos`,
    );
  return names.map(
    (name) =>
      new Map(
        all.filter((manifest) => manifest.recipe === name).map((manifest) => [manifest.stage, manifest]),
      ),
  );
}

function artefactIn(fold: Fold, stage: string): Manifest {
  const found = fold.get(stage);
  if (found === undefined) throw new Error(`a fold lacks ${stage}: run its cross-validation to the end`);
  return found;
}

async function* heldOut(fold: Fold) {
  const { shards } = artefactIn(fold, 'convert');
  for (const shard of shards.filter(({ name }) => name.startsWith('test/'))) yield* await readImages(shard);
}

async function readImages(shard: Shard) {
  const { photo, lab, nearGrey } = imagesTable.decode(await readFile(store.blobPath(shard.sha256)));
  const [size = 0] = lab.shape;
  const length = size * size * 3;
  const images = photo.map((id, i) => ({ id, size, lab: lab.data.subarray(i * length, (i + 1) * length) }));
  return images.filter((_, i) => !nearGrey[i]);
}

async function readPredictions(
  { shards }: Manifest,
  chosen: number,
): Promise<ReadonlyMap<string, Float32Array>> {
  const predicted = new Map<string, Float32Array>();
  for (const { sha256 } of shards.filter(({ name }) => name.startsWith('predictions/'))) {
    const { photo, temperature, rgb } = predictionsTable.decode(await readFile(store.blobPath(sha256)));
    const length = rgb.data.length / photo.length;
    for (const [i, id] of photo.entries())
      if (Math.abs(temperature[i] - chosen) < 1e-3)
        predicted.set(id, takeAb(srgbToLab(rgb.data.subarray(i * length, (i + 1) * length))));
  }
  return predicted;
}
