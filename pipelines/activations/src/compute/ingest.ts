import { rngFrom, shuffled } from '@tintype/colour';
import type { Compute, Input, ShardOutput } from '@tintype/executor';
import { digitsTable } from '@tintype/records';

import { type IdxImages, parseIdxImages, parseIdxLabels } from '../ingest/parse-idx.ts';
import type { Role } from '../ingest/source-files.ts';
import type { IngestSettings } from '../stages/ingest.ts';

/** Pictures with what they show. */
interface Digits {
  readonly images: IdxImages;
  readonly labels: Uint8Array;
}

/** Reads and checks both pairs of files, and gives the pictures of each split in shards. */
export const digits: Compute<Omit<IngestSettings, 'source'>> = async ({ settings, inputs }) => {
  const train = await readPair(inputs, 'train-images', 'train-labels');
  const test = await readPair(inputs, 'test-images', 'test-labels');
  const facts = { side: sideOf([train, test]), classes: classesOf([train, test]) };
  const tables = [
    ...Object.entries(splitTraining(train.images.count, settings)).map(([split, rows]) => ({
      split,
      rows,
      of: train,
    })),
    { split: 'test', rows: firstRows(test.images.count, settings.testPictures), of: test },
  ];
  return tables.flatMap(({ split, rows, of }) =>
    encodeShards(split, rows, of, settings.picturesPerShard, facts),
  );
};

async function readPair(inputs: readonly Input[], imagesRole: Role, labelsRole: Role): Promise<Digits> {
  const [imagesFile, labelsFile] = [inputOf(inputs, imagesRole), inputOf(inputs, labelsRole)];
  const [imagesPath, labelsPath] = [await imagesFile.file(), await labelsFile.file()];
  const images = parseIdxImages(await imagesFile.read(), imagesPath);
  const labels = parseIdxLabels(await labelsFile.read(), labelsPath);
  if (labels.length !== images.count)
    throw new Error(
      `${labelsPath}: expected ${images.count} labels, one for each picture of ${imagesPath}, got ${labels.length}; take the pair that belongs together`,
    );
  return { images, labels };
}

function inputOf(inputs: readonly Input[], role: Role): Input {
  const found = inputs.find(({ name }) => name === role);
  if (found === undefined) throw new Error(`Internal error: expected an input ${role}`);
  return found;
}

/** The one size that all pictures have. */
function sideOf(pairs: readonly Digits[]): number {
  const sizes = new Set(pairs.map(({ images: { height, width } }) => `${height} × ${width}`));
  const { height, width } = pairs[0]?.images ?? { height: 0, width: 0 };
  if (sizes.size === 1 && height === width && height > 0) return height;
  throw new Error(
    `expected square pictures of one size in training and test, got ${[...sizes].join(' and ')} pixels`,
  );
}

function classesOf(pairs: readonly Digits[]): number {
  return 1 + pairs.flatMap(({ labels }) => [...labels]).reduce((most, label) => Math.max(most, label), 0);
}

/** The rows of training and validation: both are chosen by the seed, and stand in the order of their file. */
function splitTraining(
  count: number,
  { validation, trainPictures, seed }: Pick<IngestSettings, 'validation' | 'trainPictures' | 'seed'>,
): Readonly<Record<'train' | 'validation', Int32Array>> {
  const used = trainPictures ?? count - validation;
  if (used < 1 || validation + used > count)
    throw new Error(
      `ingest: expected at most ${count} training pictures, as there are, got ${validation} for validation and ${trainPictures ?? 'all others'} for training; lower ingest.validation or ingest.trainPictures`,
    );
  const order = shuffled(count, rngFrom('validation', seed));
  return {
    train: order.slice(validation, validation + used).sort(),
    validation: order.slice(0, validation).sort(),
  };
}

function firstRows(count: number, most: number | null): Int32Array {
  return Int32Array.from({ length: Math.min(count, most ?? count) }, (_, row) => row);
}

function encodeShards(
  split: string,
  rows: Int32Array,
  of: Digits,
  perShard: number,
  facts: Readonly<Record<string, number>>,
): readonly ShardOutput[] {
  return Array.from({ length: Math.ceil(rows.length / perShard) }, (_, i) => {
    const image = rows.slice(i * perShard, (i + 1) * perShard);
    const bytes = encodeDigits(image, of);
    return {
      name: `${split}/${String(i).padStart(3, '0')}`,
      table: digitsTable.name,
      bytes,
      rows: image.length,
      facts,
    };
  });
}

function encodeDigits(image: Int32Array, { images: { pixels, height, width }, labels }: Digits): Uint8Array {
  const size = height * width;
  const data = new Uint8Array(image.length * size);
  image.forEach((row, i) => data.set(pixels.subarray(row * size, (row + 1) * size), i * size));
  const label = Int16Array.from(image, (row) => labels[row] ?? 0);
  return digitsTable.encode({ image, label, pixels: { data, shape: [height, width] } });
}
