import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { readLicences } from '@tintype/images/sources';
import { metadataIn, type ModelFiles, shrinkModel } from '@tintype/network';
import { digestModel } from '@tintype/network/digest';
import { UserError } from '@tintype/stage';
import { publish, readTextIfThere } from '@tintype/store';

import { crossValidationFile } from '../cross-validate/cross-validation-file.ts';
import { TRAINING_TABLES } from '../evaluate/training-tables.ts';
import {
  ENCODER,
  findModel,
  type FoundModel,
  type ModelPlaces,
  readModelFiles,
} from '../models/open-model.ts';
import { readSection } from '../report/sections/marked-section.ts';
import { openRunFiles } from '../runs/open-run-files.ts';
import { readRun, type Run } from '../runs/read-run.ts';
import { readPhotos } from '../runs/read-tables.ts';
import { readCrossValidation } from './cross-validation.ts';
import { type CardFacts, ENCODER_LICENCE, KNOWN_FAILURES, megabytes, modelCard } from './model-card.ts';

/** What the weights may weigh: they lie in the repository. */
const MOST_BYTES = 8e6;

const NOTHING_KNOWN = 'Nobody has looked for them yet.';

/**
 * Writes a recipe's model into `data/models/bundled`: its kernels in float16, the tables that baselines are made of,
 * and a model card. The recipe's cross-validation, where there is one, enters the card.
 *
 * @returns what was written, in a line
 */
export async function bundleModel(recipe: string, places: ModelPlaces): Promise<string> {
  const { data, bundled } = places;
  const runFiles = openRunFiles(data);
  const run = await readRun(recipe, runFiles);
  const found = await findModel(recipe, places);
  const trained = await readModelFiles(found);
  const files = shrinkModel(trained);
  refuseLarge(files);
  const card = modelCard({
    run,
    photos: await readPhotos(run, runFiles),
    model: parseFacts(files, trained),
    licences: await licencesOf(run, data),
    crossValidation: await takeCrossValidation(recipe, places),
    knownFailures: await readKnownFailures(join(bundled, 'README.md')),
  });
  for (const name of TRAINING_TABLES) await copyTable(`${name}.arrow`, found, bundled);
  for (const [name, bytes] of Object.entries(files)) await publish(join(bundled, name), bytes);
  const { start, network } = run.artefacts.train.settings;
  if (network.kind === 'pretrained' && start !== 'random') await copyEncoderLicence(bundled);
  await writeFile(join(bundled, 'README.md'), card); // not read-only: people write the known failures into it
  return `recipe ${recipe}, weights of ${megabytes(files['weights.bin'].length)}, in ${bundled}`;
}

/** The recipe's latest cross-validation, which is kept beside the model: the next card may be made elsewhere. */
async function takeCrossValidation(recipe: string, { data, bundled }: ModelPlaces) {
  const kept = join(bundled, 'cross-validation.json');
  const latest = await readTextIfThere(crossValidationFile(data, recipe));
  if (latest !== null) await publish(kept, latest);
  return readCrossValidation(kept);
}

function parseFacts(files: ModelFiles, trained: ModelFiles): CardFacts['model'] {
  return {
    metadata: metadataIn(files),
    digest: digestModel(files),
    bytes: files['weights.bin'].length,
    bytesTrained: trained['weights.bin'].length,
  };
}

function refuseLarge({ 'weights.bin': { length } }: ModelFiles): void {
  if (length <= MOST_BYTES) return;
  throw new UserError(
    `bundle: expected weights of at most ${megabytes(MOST_BYTES)}, got ${megabytes(length)}; train a narrower network (train.network.width)`,
  );
}

async function licencesOf({ source, insteadOf }: Run, data: string): Promise<CardFacts['licences']> {
  return source === 'bundled' || insteadOf !== null
    ? readLicences(join(data, 'photos', 'LICENSES.csv'))
    : new Map();
}

async function readKnownFailures(card: string): Promise<string> {
  const text = await readTextIfThere(card);
  return text === null ? NOTHING_KNOWN : readSection(text, KNOWN_FAILURES, card);
}

/** Of the start weights: what was trained from them is under it too. */
async function copyEncoderLicence(bundled: string): Promise<void> {
  await copyFile(join(bundled, '..', ENCODER, 'LICENSE'), join(bundled, ENCODER_LICENCE));
}

async function copyTable(file: string, { place, readIfThere }: FoundModel, folder: string): Promise<void> {
  const bytes = await readIfThere(file);
  if (bytes !== null) return publish(join(folder, file), bytes);
  throw new UserError(
    `bundle: ${place}: expected ${file} beside the model; run "npx nx run pipeline:train -c <recipe>" again`,
  );
}
