import { srgbToLab, takeAb, takeLightness } from '@tintype/colour';
import { shardNamed } from '@tintype/stage';

import { CROSS_VALIDATION } from '../../src/cross-validate/cross-validation-file.ts';
import { baselineAttempts } from '../../src/evaluate/attempts.ts';
import { readTrainingColours } from '../../src/evaluate/training-tables.ts';
import { openRunFiles } from '../../src/runs/open-run-files.ts';
import { readRuns, type Run } from '../../src/runs/read-run.ts';
import { heldOutShards, readImages, readPredictions } from '../../src/runs/read-tables.ts';
import type { UnseenPhotos } from './leads.ts';

const files = openRunFiles('data', CROSS_VALIDATION);

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
        const { shards } = fold.artefacts.prior;
        const colours = await readTrainingColours((name) => files.readBlob(shardNamed(shards, name).sha256));
        const baselines = baselineAttempts(colours, gamut);
        const predicted = await predictionsAt(fold, temperature);
        for await (const { photo, size, lab } of heldOut(fold)) {
          const truth = takeAb(lab);
          const network = { method: 'network', ab: predicted.get(photo) ?? new Float32Array() } as const;
          const others = baselines({ lightness: takeLightness(lab), ab: truth, size });
          yield { truth, attempts: [network, ...others] };
        }
      }
    },
  };
}

async function readFolds(recipe: string): Promise<readonly Run[]> {
  const folds = (await readRuns(files)).filter((run) => run.recipe.startsWith(`${recipe}-fold-`));
  if (folds.length > 0) return folds;
  throw new Error(
    `no folds of ${recipe}: run npx nx run pipeline:cross-validate -c ${recipe} first, or name a folder with --photos`,
  );
}

/** Near-grey photos have no colours to compare with. */
async function* heldOut(fold: Run) {
  for await (const image of readImages(heldOutShards(fold), files)) if (!image.nearGrey) yield image;
}

async function predictionsAt(fold: Run, chosen: number): Promise<ReadonlyMap<string, Float32Array>> {
  const predicted = new Map<string, Float32Array>();
  for await (const { photo, temperature, rgb } of readPredictions(fold, files))
    if (Math.abs(temperature - chosen) < 1e-3) predicted.set(photo, takeAb(srgbToLab(rgb)));
  return predicted;
}
