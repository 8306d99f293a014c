import { type CurvesRows, curvesTable, decodingsTable, parseFacts } from '@tintype/records';
import {
  type ArtefactOf,
  defineStage,
  type InputsOf,
  shardNamed,
  type ShardSpec,
  type StageContext,
  toInput,
} from '@tintype/stage';
import type { Shard } from '@tintype/store';

import { TRAINING_TABLES } from '../evaluate/training-tables.ts';
import { trainingWork } from '../forecast/work.ts';
import { trainSchemas, type TrainStageSettings } from '../schemas/train.ts';
import { describeDecoding, readChosen } from '../train/chosen-decoding.ts';
import { DATED_EVENT_FILES } from '../train/dated-event-files.ts';
import { describeKept, findKept } from '../train/kept-epoch.ts';
import { decodingWork, planDecoding } from '../train/plan-decoding.ts';
import { sayWhatToExpect } from '../train/say-what-to-expect.ts';
import { findStart } from '../train/start-inputs.ts';
import { convert } from './convert.ts';
import { patches } from './patches.ts';
import { prior } from './prior.ts';

const needs = { convert, prior, patches };

type TrainContext = StageContext<TrainStageSettings, unknown, InputsOf<typeof needs>>;

/** Trains the network on the patches and chooses how it decodes; the model, its curves and pictures come out. */
export const train = defineStage({
  ...trainSchemas,
  version: 1,
  needs,
  dated: DATED_EVENT_FILES,

  forecast: ({ settings, inputs }) => ({
    amounts: {},
    work: [
      {
        compute: 'train',
        shards: 1,
        work: trainingWork({
          settings,
          ...inputs.prior.amounts,
          ...inputs.patches.amounts,
          window: inputs.patches.settings.window,
        }),
      },
      {
        compute: 'chooseDecoding',
        shards: 1,
        work: decodingWork(settings, inputs.convert.amounts.validation),
      },
    ],
  }),

  async run(context) {
    const { settings, inputs, shards, read, note } = context;
    const { train: patches } = inputs.patches.summary;
    const expectation = sayWhatToExpect(patches / inputs.patches.settings.perPhoto, settings);
    if (expectation !== null) note(expectation);
    const trained = await shards([await planTraining(context)]);
    const weights = shardNamed(trained, 'model/weights.bin');
    const decoded = await shards([
      planDecoding({
        settings,
        model: { json: shardNamed(trained, 'trained/model.json'), weights },
        balance: inputs.prior.shard('balance'),
        images: inputs.convert.shardsIn('validation/'),
      }),
    ]);
    const made = [...trained, ...decoded];
    const decoding = readChosen(decodingsTable.decode(await read(shardNamed(made, 'decodings'))));
    const curves = shardNamed(made, 'curves');
    const rows = curvesTable.decode(await read(curves));
    const { backEnd, startAuc } = parseFacts(curvesTable, curves);
    const measured = { ...rows, startAuc };
    const keptEpoch = findKept(measured, settings.keep);
    const parameters = weights.bytes / Float32Array.BYTES_PER_ELEMENT;
    const epochs = rows.epoch.length;
    const stoppedEarly = epochs < settings.epochs;
    return {
      shards: made,
      summary: { backEnd, parameters, epochs, keptEpoch, stoppedEarly, decoding },
      headline: [
        headlineOf(rows, settings.epochs, `${backEnd}, ${parameters} parameters`),
        describeKept(measured, keptEpoch),
        describeDecoding(decoding),
      ].join(', '),
      files: resultFiles(made, inputs.prior),
    };
  },
});

/** The training itself. How the model decodes is chosen afterwards: another choice trains nothing again. */
async function planTraining({ settings, inputs, folders }: TrainContext): Promise<ShardSpec> {
  const { start: named, decode: _, ...training } = settings;
  const { prior, patches } = inputs;
  const { gamut: kind, window, bins } = prior.summary;
  const { train, validation } = patches.summary;
  const start = await findStart({ start: named, network: settings.network }, folders);
  return {
    key: {
      name: 'train',
      compute: 'train',
      settings: { ...training, gamut: { kind, window } },
      inputs: [...[prior.shard('prior'), ...patches.shards].map((shard) => toInput(shard)), ...start],
    },
    hints: {
      resumable: true,
      resources: { cpus: 'all', gpu: true },
      work: trainingWork({ settings, bins, train, validation, window: patches.settings.window }),
    },
  };
}

/** The model's folder, the curves and the event files, by their paths among the results. */
function resultFiles(
  made: readonly Shard[],
  colours: ArtefactOf<typeof prior>,
): Readonly<Record<string, Shard>> {
  const events = made.filter(({ name }) => name.startsWith('tensorboard/'));
  return {
    'model/model.json': shardNamed(made, 'model/model.json'),
    'model/weights.bin': shardNamed(made, 'model/weights.bin'),
    ...Object.fromEntries(TRAINING_TABLES.map((name) => [`model/${name}.arrow`, colours.shard(name)])),
    'curves.arrow': shardNamed(made, 'curves'),
    'decodings.arrow': shardNamed(made, 'decodings'),
    ...Object.fromEntries(events.map((shard) => [shard.name, shard])),
  };
}

function headlineOf({ epoch }: CurvesRows, planned: number, on: string): string {
  const epochs = `${epoch.length} ${epoch.length === 1 ? 'epoch' : 'epochs'}`;
  const early = epoch.length < planned ? ` of ${planned}, stopped early,` : '';
  return `${epochs}${early} on ${on}`;
}
