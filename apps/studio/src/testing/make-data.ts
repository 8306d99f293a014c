import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { evaluate } from './data/evaluate-stage.ts';
import { convert, ingest, patches } from './data/photo-stages.ts';
import { prior } from './data/prior-stage.ts';
import { reviewStages } from './data/review-stages.ts';
import { type ModelBytes, train } from './data/train-stage.ts';
import {
  type MadeArtefact,
  type MadeStage,
  writeArtefact,
  type WrittenArtefact,
} from './data/write-artefact.ts';

export { HOSTILE, MADE_PHOTOS } from './data/made-photos.ts';
export { writeArtefact } from './data/write-artefact.ts';

/** Of a training of that many epochs. */
function pipelineStages(epochs: number, model?: ModelBytes) {
  return [ingest(), convert(), prior(), patches(), train(epochs, model), evaluate()];
}

/** Made-up runs of every stage: `first` and `second` of the pipeline, `small` of the review of activations. */
const RUNS = [
  { pipeline: 'pipeline', recipe: 'first', stages: () => pipelineStages(3) },
  { pipeline: 'pipeline', recipe: 'second', stages: () => pipelineStages(5) },
  { pipeline: 'activations', recipe: 'small', stages: reviewStages },
] as const;

/** A data folder with a few small runs that nothing was computed for. @returns the folder */
export async function makeData(): Promise<string> {
  const data = await mkdtemp(join(tmpdir(), 'tintype-data-'));
  for (const { pipeline, recipe, stages } of RUNS) await writeRun(data, { pipeline, recipe }, stages());
  return data;
}

/** Adds a made-up run whose training ended with this model. */
export function addRun(data: string, recipe: string, model: ModelBytes): Promise<void> {
  return writeRun(data, { pipeline: 'pipeline', recipe }, pipelineStages(2, model));
}

async function writeRun(
  data: string,
  place: Pick<MadeArtefact, 'pipeline' | 'recipe'>,
  stages: readonly MadeStage[],
): Promise<void> {
  const inputs: WrittenArtefact[] = [];
  for (const stage of stages)
    inputs.push(await writeArtefact(data, { ...place, ...stage, inputs: [...inputs] }));
}
