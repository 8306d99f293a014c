import { resolve } from 'node:path';

import {
  findLeftOut,
  FolderError,
  type FolderListing,
  listFolder,
  PHOTO_EXTENSIONS,
  tellLeftOut,
  type Unreadable,
} from '@tintype/images/sources';
import {
  measureInThreads,
  measureModel,
  type ModelMeasureOptions,
  type ModelMeasures,
} from '@tintype/pipeline/measure';
import { type OpenedModel, openModel } from '@tintype/pipeline/models';
import { UserError } from '@tintype/stage';
import { document, paragraph } from '@tintype/terminal';

import { defineCommand, type Surroundings, type ValuesOf } from '../command.ts';
import { MODEL_OPTION, modelPlaces } from '../model-places.ts';
import { photoProgress } from './photo-progress.ts';
import { describeModel, showMeasures } from './show-measures.ts';

const OPTIONS = {
  model: MODEL_OPTION,
  photos: { type: 'string', value: 'folder', help: 'the folder of colour photos to measure it on' },
  temperature: {
    type: 'string',
    value: 'T',
    multiple: true,
    help: 'decode at this temperature, 0 to 1; again for more, the first one is compared (the model’s)',
  },
  'same-original': {
    type: 'string',
    value: 'pattern',
    help: 'regular expression: photos whose names agree but for it are crops of one, such as -[a-d]$',
  },
  json: { type: 'boolean', default: false, help: 'print one JSON document' },
  data: { type: 'string', value: 'folder', help: 'the data folder (the one of this workspace)' },
} as const;

type Values = ValuesOf<typeof OPTIONS>;

/** `tintype eval`: what a saved model scores on any photos, beside baselines. */
export const evalCommand = defineCommand({
  name: 'eval',
  summary: 'Measures a saved model on a folder of photos, beside baselines.',
  operands: '',
  most: 0,
  options: OPTIONS,
  examples: [
    'tintype eval --photos holidays',
    'tintype eval --model best --photos holidays --temperature 0.38 --temperature 1',
    'tintype eval --model data/reports/pipeline/best/model --photos holidays --json',
  ],
  run: async (_operands, values, around) => {
    const [folder, sameOriginal] = [photosFolder(values), pattern(values['same-original'])];
    const asked = (values.temperature ?? []).map(temperature);
    const { files, unreadable, leftOut } = await photosIn(folder, around);
    const opened = await openModel(values.model, modelPlaces(around, values.data));
    const measured = await measureModel(opened, files, {
      temperatures: temperaturesFrom(asked, opened),
      sameOriginal,
      openMeasurer: measureInThreads(),
      emit: photoProgress(around.stderr, 'eval', () => performance.now()),
    });
    const measures = {
      ...measured,
      failed: [...unreadable, ...measured.failed],
      notes: [...measured.notes, ...tellLeftOut(leftOut)],
    };
    opened.model.dispose();
    around.stdout.write(shown(opened, folder, measures, values));
    refuseFailures(measures, values, around);
  },
});

function photosFolder({ photos }: Values): string {
  if (photos !== undefined) return photos;
  throw new UserError('eval: --photos: expected a folder of colour photos, got none', 2);
}

interface FoundPhotos extends Pick<FolderListing, 'files' | 'unreadable'> {
  readonly leftOut: readonly Unreadable[];
}

async function photosIn(folder: string, { cwd }: Surroundings): Promise<FoundPhotos> {
  const listing = await listFolder(resolve(cwd, folder), new AbortController().signal).catch(refuseFolder);
  const { files, unreadable } = listing;
  const leftOut = await findLeftOut(listing);
  if (files.length > 0) return { files, unreadable, leftOut };
  const [first] = [...unreadable, ...leftOut];
  const beside = first === undefined ? '' : ` beside ${first.path} (${first.reason})`;
  throw new UserError(
    `eval: --photos: ${folder}: expected at least one of ${PHOTO_EXTENSIONS}, found none${beside}`,
    2,
  );
}

function refuseFolder(error: unknown): never {
  throw error instanceof FolderError ? new UserError(`eval: --photos: ${error.message}`, 2) : error;
}

function temperature(given: string): number {
  const value = Number(given);
  if (given.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new UserError(`eval: --temperature: expected a number from 0 to 1, got "${given}"`, 2);
}

function temperaturesFrom(
  asked: readonly number[],
  { model }: OpenedModel,
): ModelMeasureOptions['temperatures'] {
  const [first = model.metadata.temperature, ...rest] = new Set(asked);
  return [first, ...rest];
}

function pattern(given: string | undefined): string | null {
  try {
    return given === undefined ? null : new RegExp(given).source;
  } catch {
    throw new UserError(`eval: --same-original: expected a regular expression, got "${given}"`, 2);
  }
}

function shown(opened: OpenedModel, folder: string, measures: ModelMeasures, { json }: Values): string {
  if (!json) return paragraph(showMeasures(opened, folder, measures));
  return document({ model: describeModel(opened), folder, ...measures });
}

/** Behind the results, as those of the other photos hold. */
function refuseFailures({ failed, photos }: ModelMeasures, { json }: Values, { stderr }: Surroundings): void {
  if (failed.length === 0 && photos.length > 0) return;
  if (json) for (const { path, reason } of failed) stderr.write(paragraph([`${path}: ${reason}`]));
  const all = photos.length + failed.length;
  if (photos.length === 0) throw new UserError(`eval: none of the photos could be measured`);
  throw new UserError(`eval: ${failed.length} of ${all} photos could not be read`);
}
