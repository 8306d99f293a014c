import { classifierCurvesTable, parseFacts } from '@tintype/records';
import { defineStage, shardNamed, toInput, UserError } from '@tintype/stage';
import { asJson, type Shard } from '@tintype/store';

import { trainSettings, trainSummary } from '../schemas/train.ts';
import { cellWork } from '../train/cell-work.ts';
import { activationOf, cellsOf } from '../train/review-cells.ts';
import { ingest } from './ingest.ts';

/** Trains a network for every activation, with and without normalisation, and every seed: each is a shard's work. */
export const train = defineStage({
  name: 'train',
  version: 1,
  needs: { ingest },
  settings: trainSettings,
  summary: trainSummary,

  forecast({ settings, inputs }) {
    const cells = cellsOf(settings).length;
    const work = cells * cellWork(settings, inputs.ingest.amounts);
    return { amounts: {}, work: [{ compute: 'trainCell', shards: cells, work }] };
  },

  async run({ settings, inputs, shards, read }) {
    const { activations, batchNorm, seeds, ...common } = settings;
    const cells = cellsOf({ activations, batchNorm, seeds });
    refuseTwins(cells.map(({ name }) => name));
    const { classes } = inputs.ingest.summary;
    const work = cellWork(settings, inputs.ingest.summary);
    const digits = inputs.ingest.shards.map((shard) => toInput(shard));
    const made = await shards(
      cells.map((cell) => ({
        key: {
          name: cell.name,
          compute: 'trainCell',
          settings: asJson({
            ...common,
            classes,
            activation: activationOf(cell),
            batchNorm: cell.batchNorm,
            seed: cell.seed,
          }),
          inputs: digits,
        },
        hints: { work, resources: { cpus: 'one', gpu: true } },
      })),
    );
    const curves = cells.map(({ name }) => shardNamed(made, `${name}/curves`));
    const reached = await Promise.all(curves.map(async (shard) => lastAccuracy(await read(shard))));
    const backEnds = backEndsOf(curves);
    const [low, high] = [Math.min(...reached), Math.max(...reached)].map((share) => (100 * share).toFixed(1));
    return {
      shards: made,
      summary: { cells: cells.length, backEnds },
      headline: `${cells.length} networks, ${settings.epochs} ${settings.epochs === 1 ? 'epoch' : 'epochs'} each, on ${backEnds.join(' and ')}, ${low} to ${high} % of the validation pictures right`,
    };
  },
});

/** Two cells of one name would be one. */
function refuseTwins(names: readonly string[]): void {
  const twin = names.find((name, i) => names.indexOf(name) < i);
  if (twin !== undefined)
    throw new UserError(
      `train: expected activations, normalisations and seeds to be named once, got ${twin} twice`,
      2,
    );
}

function lastAccuracy(bytes: Uint8Array): number {
  return classifierCurvesTable.decode(bytes).validationAccuracy.at(-1) ?? NaN;
}

function backEndsOf(curves: readonly Shard[]): readonly string[] {
  return [...new Set(curves.map((shard) => parseFacts(classifierCurvesTable, shard).backEnd))].sort();
}
