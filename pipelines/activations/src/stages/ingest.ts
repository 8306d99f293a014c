import { readFile } from 'node:fs/promises';

import type { ShardInput } from '@tintype/executor';
import { digitsTable, parseFacts } from '@tintype/records';
import { defineStage, type ForecastContext, shardNamed, UserError } from '@tintype/stage';
import { isMissing, sha256 } from '@tintype/store';
import { z } from 'zod';

import { type SourceFile, sourceFiles, sourceSchema } from '../ingest/source-files.ts';
import { ingestSummary } from '../schemas/ingest.ts';
import type { PictureAmounts } from '../train/cell-work.ts';

type IngestSummary = z.output<typeof ingestSummary>;

const howMany = z.int().min(1).nullable().default(null);

export const ingestSettings = z.strictObject({
  source: sourceSchema,
  validation: z.int().min(1).default(5000).describe('Training pictures that are held out to draw curves.'),
  trainPictures: howMany.describe('Training pictures to use, chosen by the seed; null takes all.'),
  testPictures: howMany.describe('Test pictures to use, the first ones; null takes all.'),
  seed: z.int().default(1).describe('Of the choice of the validation and training pictures.'),
  picturesPerShard: z.int().min(1).default(5000).describe('Pictures in one blob.'),
});

export type IngestSettings = z.output<typeof ingestSettings>;

/** Reads the IDX files, checks them, splits them and writes them as Arrow tables. */
export const ingest = defineStage({
  name: 'ingest',
  version: 1,
  needs: {},
  settings: ingestSettings,
  summary: ingestSummary,

  forecast(known) {
    const amounts = picturesOf(known);
    return amounts && { amounts, work: [{ compute: 'digits', shards: 1, work: 4 }] };
  },

  async run(context) {
    const { source, ...settings } = context.settings;
    const files = sourceFiles(source, context.folders.workspace);
    const inputs = await Promise.all(files.map(identifyFile));
    const shards = await context.shards([{ key: { name: 'digits', compute: 'digits', settings, inputs } }]);
    const rowsIn = (split: string) =>
      shards.filter(({ name }) => name.startsWith(split)).reduce((sum, { rows }) => sum + rows, 0);
    const [train, validation, test] = [rowsIn('train/'), rowsIn('validation/'), rowsIn('test/')];
    const { classes, side } = parseFacts(digitsTable, shardNamed(shards, 'train/000'));
    return {
      shards,
      summary: { train, validation, test, classes, side },
      headline: `${train + validation + test} pictures of ${side} × ${side} in ${classes} classes: ${train} train, ${validation} validation, ${test} test`,
    };
  },
});

/** Of MNIST: pictures, and the pixels of their sides. */
const MNIST = { train: 60_000, test: 10_000, side: 28, classes: 10 };

/** Other files say how many pictures they have only when they are read. */
function picturesOf({
  settings,
  artefact,
  told,
}: ForecastContext<IngestSettings, IngestSummary>): PictureAmounts | null {
  if (told && artefact !== null) return artefact.summary;
  if (settings.source.kind !== 'mnist') return null;
  const { validation, trainPictures, testPictures } = settings;
  const train = trainPictures ?? MNIST.train - validation;
  return { ...MNIST, train, validation, test: testPictures ?? MNIST.test };
}

/** The file with the hash of its bytes, which must be the one that is expected. */
async function identifyFile({ role, path, sha256: expected }: SourceFile): Promise<ShardInput> {
  const digest = sha256(await readSource(path));
  if (expected !== null && digest !== expected)
    throw new UserError(
      `ingest: ${path}: expected the sha256 ${expected}, got ${digest}: the file is damaged or another one; get it again`,
    );
  return { name: role, sha256: digest, path };
}

async function readSource(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isMissing(error))
      throw new UserError(
        `ingest: ${path}: expected an IDX file, but there is none; see ingest.source of the recipe`,
      );
    throw error;
  }
}
