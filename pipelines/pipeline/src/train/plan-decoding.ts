import { type ShardSpec, toInput } from '@tintype/stage';
import type { Shard } from '@tintype/store';

import type { TrainStageSettings } from '../schemas/train.ts';

/** What is weighed where a recipe leaves it open: the simplest and boldest first. */
const TEMPERATURES = [0.38, 0.7, 1] as const;
const COHERENCES = [0, 0.5, 1] as const;
/** Photos that are enough to choose by. */
const MOST_PHOTOS = 16;
/** With fewer, what their few things happen to look like would decide how bold all pictures are: four once asked for 1.56 times the chroma. */
const FEWEST_PHOTOS = 12;

export interface DecodingInputs {
  readonly settings: Pick<TrainStageSettings, 'backEnd' | 'decode'>;
  /** `trained/model.json` and `model/weights.bin`. */
  readonly model: { readonly json: Shard; readonly weights: Shard };
  readonly balance: Shard;
  /** Of validation photos. */
  readonly images: readonly Shard[];
}

/** The computation that chooses how a model decodes; of its own, so that another grid trains nothing again. */
export function planDecoding({ settings, model, balance, images }: DecodingInputs): ShardSpec {
  const { temperature, coherence, saturation } = settings.decode;
  const photos = images.reduce((sum, { rows }) => sum + rows, 0);
  const weighed = isWeighed(settings, photos) ? spread(images, MOST_PHOTOS) : [];
  return {
    key: {
      name: 'decoding',
      compute: 'chooseDecoding',
      settings: {
        backEnd: settings.backEnd,
        temperatures: temperature === null ? TEMPERATURES : [temperature],
        coherences: coherence === null ? COHERENCES : [coherence],
        saturation,
        perShard: Math.ceil(MOST_PHOTOS / Math.max(1, weighed.length)),
      },
      inputs: [
        toInput(model.json, 'model.json'),
        toInput(model.weights, 'weights.bin'),
        ...(weighed.length > 0 ? [toInput(balance), ...weighed.map((shard) => toInput(shard))] : []),
      ],
    },
    hints: {
      work: decodingWork(
        settings,
        weighed.reduce((sum, { rows }) => sum + rows, 0),
      ),
    },
  };
}

/** Photos that the choice weighs, and one for what it takes anyway. */
export function decodingWork(settings: Pick<TrainStageSettings, 'decode'>, validation: number): number {
  return 1 + (isWeighed(settings, validation) ? Math.min(validation, MOST_PHOTOS) : 0);
}

function isWeighed({ decode }: Pick<TrainStageSettings, 'decode'>, validation: number): boolean {
  const isOpen = [decode.temperature, decode.coherence, decode.saturation].includes(null);
  return isOpen && validation >= FEWEST_PHOTOS;
}

/** At most so many, evenly over all. */
function spread(shards: readonly Shard[], most: number): readonly Shard[] {
  const count = Math.min(most, shards.length);
  return Array.from({ length: count }, (_, i) => shards[Math.floor((i * shards.length) / count)]).filter(
    (shard) => shard !== undefined,
  );
}
