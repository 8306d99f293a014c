import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Rng } from '@tintype/colour';
import type { ModelFiles } from '@tintype/network';
import { loadRebuilt } from '@tintype/network/rebuilt';
import { buildRecipeSchema, readRecipe, UserError } from '@tintype/stage';
import { describeError } from '@tintype/store';

import { pipeline } from '../src/pipeline.ts';
import { mutate, mutateText } from './mutate.ts';
import { accepted, namesThePlace, type Outcome, refused, wrong } from './outcome.ts';

export const RECIPE = JSON.stringify(
  {
    ingest: {
      source: { kind: 'folder', path: 'photos' },
      classes: ['forest'],
      minSize: 32,
      fold: { of: 5, held: 1 },
    },
    convert: { size: 64 },
    train: { network: { kind: 'article', width: 4 }, epochs: 2, batch: 8 },
    evaluate: { temperatures: [0.38] },
  },
  null,
  2,
);

export async function tryRecipe(text: string, folder: string): Promise<Outcome> {
  await mkdir(join(folder, 'recipes'), { recursive: true });
  const file = join(folder, 'recipes', 'fuzzed.json');
  await writeFile(file, text);
  try {
    await readRecipe(file, buildRecipeSchema(pipeline.stages));
    return accepted;
  } catch (error) {
    if (error instanceof UserError) return namesThePlace(error, 'recipes/fuzzed.json');
    return wrong(describeError(error));
  }
}

/** One of the two files is changed; of `model.json` most is the layers, which nothing reads. */
export function mutateModel(model: ModelFiles, rng: Rng): ModelFiles {
  const bytes = model['weights.bin'];
  if (rng() < 0.2) return { ...model, 'weights.bin': mutate(bytes, bytes, rng) };
  const { modelTopology: _, ...read } = JSON.parse(Buffer.from(model['model.json']).toString());
  return { ...model, 'model.json': Buffer.from(mutateText(JSON.stringify(read), rng)) };
}

/** As `colorize --model` opens it; the numbers may be others then. */
export async function tryModel(files: ModelFiles): Promise<Outcome> {
  try {
    const model = await loadRebuilt(files);
    const { ab } = await model.predictCells(new Float32Array(64).fill(50), 8, 8, model.metadata.temperature);
    model.dispose();
    return ab.every((value) => Math.abs(value) <= 128) ? accepted : wrong('colours that are none');
  } catch (error) {
    const text = describeError(error);
    return /^(model\.json|weights\.bin): /.test(text) ? refused(text) : wrong(text);
  }
}
