import { takeAb, takeLightness } from '@tintype/colour';
import type { Compute, Input, ShardOutput } from '@tintype/executor';
import {
  type BackEndChoice,
  type Decoding,
  loadModel,
  metadataIn,
  type ModelFiles,
  readDecoding,
  rewriteDecoding,
} from '@tintype/network';
import { openBackEnd } from '@tintype/network/node';
import { decodingsTable, imagesTable, type PriorRows, priorTable } from '@tintype/records';

import { balanceWeigher } from '../evaluate/balance-weights.ts';
import { readInput } from '../read-input.ts';
import { type DecodingGrid, type KnownPhoto, measureDecodings } from './measure-decodings.ts';
import { type MeasuredDecoding, pickDecoding } from './pick-decoding.ts';

export interface DecodingTask extends DecodingGrid {
  readonly backEnd: BackEndChoice;
  /** Photos to weigh by of each shard, at most. */
  readonly perShard: number;
}

/**
 * Chooses how a trained model decodes, and writes it into the model. Weighed by how common colours are in all photos of
 * the run, as `evaluate` does, and so is chroma. Without validation photos, in colour, what the grid leaves open stays as it was: that of a new model, or of the one that training started from.
 */
export const chooseDecoding: Compute<DecodingTask> = async ({ settings, inputs, progress, signal }) => {
  const model = await readInput(inputs, 'model.json');
  const photos = inputs.filter(({ name }) => name.startsWith('validation/'));
  const files = { 'model.json': model, 'weights.bin': await readInput(inputs, 'weights.bin') };
  const told = (done: number) => {
    signal.throwIfAborted();
    progress({ done, total: photos.length, figures: {} });
  };
  const measured = photos.length === 0 ? [] : await measure(files, { settings, inputs, photos, told });
  const rows = measured.length === 0 ? [notMeasured(readDecoding(metadataIn(files)), settings)] : measured;
  const chosen = pickDecoding(measured) ?? rows[0];
  if (chosen === undefined) throw new Error('Internal error: expected a way to decode');
  return [
    { name: 'model/model.json', bytes: rewriteDecoding(model, chosen), rows: 0 },
    encodeDecodings(rows, chosen),
  ];
};

interface Measuring {
  readonly settings: DecodingTask;
  readonly inputs: readonly Input[];
  /** Images. */
  readonly photos: readonly Input[];
  told(done: number): void;
}

async function measure(files: ModelFiles, { settings, inputs, photos, told }: Measuring) {
  await openBackEnd(settings.backEnd);
  const model = await loadModel(files);
  const { temperatures, coherences, saturation } = settings;
  const balance = priorTable.decode(await readInput(inputs, 'balance'), 'balance');
  return measureDecodings(model, knownPhotos(photos, settings.perShard, told), {
    grid: { temperatures, coherences, saturation },
    weigh: balanceWeigher(model.gamut, balance),
    meanChroma: meanChromaOf(balance),
  }).finally(() => model.dispose());
}

/** Of the pixels that a table counts, each in the middle of its bin. */
function meanChromaOf({ a, b, count }: PriorRows): number {
  let [chroma, pixels] = [0, 0];
  for (let bin = 0; bin < count.length; bin++) {
    chroma += count[bin] * Math.hypot(a[bin], b[bin]);
    pixels += count[bin];
  }
  return chroma / pixels;
}

/** The first photos of each shard that are in colour: near-grey ones have no truth to measure against. */
async function* knownPhotos(
  shards: readonly Input[],
  perShard: number,
  told: (done: number) => void,
): AsyncGenerator<KnownPhoto> {
  for (const [done, shard] of shards.entries()) {
    told(done);
    const { lab, nearGrey } = imagesTable.decode(await shard.read(), shard.name);
    const [size = 0] = lab.shape;
    const coloured = [...nearGrey.keys()].filter((i) => nearGrey[i] === false).slice(0, perShard);
    for (const i of coloured) {
      const pixels = lab.data.subarray(i * size * size * 3, (i + 1) * size * size * 3);
      yield { lightness: takeLightness(pixels), ab: takeAb(pixels), size };
    }
  }
}

/** What is named alone, and else as the model has it. */
function notMeasured(
  model: Decoding,
  { temperatures, coherences, saturation }: DecodingGrid,
): MeasuredDecoding {
  const alone = (values: readonly number[], own: number) => (values.length === 1 ? (values[0] ?? own) : own);
  return {
    temperature: alone(temperatures, model.temperature),
    coherence: alone(coherences, model.coherence),
    saturation: saturation ?? model.saturation,
    ...{ aucBalanced: NaN, chromaRatio: NaN },
  };
}

function encodeDecodings(rows: readonly MeasuredDecoding[], chosen: MeasuredDecoding): ShardOutput {
  const column = (key: keyof MeasuredDecoding) => Float64Array.from(rows, (row) => row[key]);
  const bytes = decodingsTable.encode({
    temperature: column('temperature'),
    coherence: column('coherence'),
    saturation: column('saturation'),
    aucBalanced: column('aucBalanced'),
    chromaRatio: column('chromaRatio'),
    chosen: rows.map((row) => row === chosen),
  });
  return { name: 'decodings', table: decodingsTable.name, bytes, rows: rows.length };
}
