import { activationKind, trainSettings as networkTrainSettings } from '@tintype/network/settings';
import { curvesTable, type CurvesRows } from '@tintype/records';
import { defineStage, shardNamed } from '@tintype/stage';
import { z } from 'zod';

import { TRAINING_TABLES } from '../evaluate/training-tables.ts';
import { priorSettings } from './prior.ts';

const { network, seed, ...rest } = networkTrainSettings.shape;
const { kind, width } = network.unwrap().shape;

/** What the network's own training is given, with where it runs; an activation goes by its name. */
export const trainSettings = z.strictObject({
  backEnd: z
    .enum(['auto', 'tensorflow', 'webgpu', 'wasm', 'cpu'])
    .default('auto')
    .describe('auto takes the fastest there is; a named one that is missing is an error.'),
  network: z.strictObject({ kind, width }).prefault({}),
  activation: activationKind
    .default('relu')
    .describe('What follows every convolution but the last, as its authors define it.'),
  ...rest,
  replicas: z
    .int()
    .min(1)
    .max(16)
    .default(2)
    .describe(
      'Threads that share each step on wasm; part of the result, as sums of another order round differently.',
    ),
  seed,
});

export type TrainStageSettings = z.output<typeof trainSettings>;

/** Trains the network on the patches; the model, its curves and pictures, and its back end come out. */
export const train = defineStage<TrainStageSettings>({
  name: 'train',
  version: 1,
  needs: ['prior', 'patches'],
  settings: trainSettings,

  async run({ settings, artefact, shards, inputOf, read }) {
    const { gamut: kind, window } = priorSettings.parse(artefact('prior').manifest.settings);
    const made = await shards([
      {
        name: 'train',
        compute: 'train',
        resumable: true,
        // What is optional is declared too, or the computation could not ask for it; undefined is no part of a fingerprint.
        settings: { ...settings, activation: settings.activation, gamut: { kind, window } },
        inputs: [artefact('prior').shard('prior'), ...artefact('patches').manifest.shards].map(inputOf),
      },
    ]);
    const curves = shardNamed(made, 'curves');
    const modelJson = shardNamed(made, 'model/model.json');
    const weights = shardNamed(made, 'model/weights.bin');
    const rows = curvesTable.decode(await read(curves));
    const kept = keptRow(rows, settings);
    const backEnd = String(modelJson.facts?.['backEnd']);
    const parameters = weights.bytes / Float32Array.BYTES_PER_ELEMENT;
    const epochs = rows.epoch.length;
    const events = made.filter(({ name }) => name.startsWith('tensorboard/'));
    const stoppedEarly = epochs < settings.epochs;
    return {
      shards: made,
      summary: { backEnd, parameters, epochs, keptEpoch: rows.epoch[kept], stoppedEarly },
      headline: headlineOf(rows, kept, settings.epochs, `${backEnd}, ${parameters} parameters`),
      files: {
        'model/model.json': modelJson,
        'model/weights.bin': weights,
        ...Object.fromEntries(
          TRAINING_TABLES.map((name) => [`model/${name}.arrow`, artefact('prior').shard(name)]),
        ),
        'curves.arrow': curves,
        ...Object.fromEntries(events.map((shard) => [shard.name, shard])),
      },
    };
  },
});

function headlineOf({ epoch, validationKl }: CurvesRows, kept: number, planned: number, on: string): string {
  const epochs = `${epoch.length} ${epoch.length === 1 ? 'epoch' : 'epochs'}`;
  const early = epoch.length < planned ? ` of ${planned}, stopped early,` : '';
  const [from, to] = [validationKl[0], validationKl[kept]];
  return `${epochs}${early} on ${on}, KL ${from?.toFixed(3)} → ${to?.toFixed(3)} on validation photos`;
}

/** Of the epoch whose parameters the model has. */
function keptRow({ epoch, validationLoss }: CurvesRows, { keep }: TrainStageSettings): number {
  const best = validationLoss.indexOf(Math.min(...validationLoss));
  return keep === 'best' && best >= 0 ? best : epoch.length - 1;
}
