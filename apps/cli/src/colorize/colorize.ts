import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import {
  colorizeFiles,
  colorizePhoto,
  type FoundHints,
  type ListedPhotos,
  listPhotos,
  modelThread,
  type PhotoOptions,
  stripeThreads,
} from '@tintype/colorize/files';
import { tellLeftOut } from '@tintype/images/sources';
import { localEngine, type OpenedModel, openModel } from '@tintype/pipeline/models';
import { UserError } from '@tintype/stage';
import { describeError, isMissing } from '@tintype/store';
import { document, paragraph } from '@tintype/terminal';

import { defineCommand, heedInterrupts, type Surroundings } from '../command.ts';
import { modelPlaces } from '../model-places.ts';
import { showPhotos } from '../show-photos.ts';
import { colorizeProgress } from './colorize-progress.ts';
import {
  COLORIZE_OPTIONS,
  type ColorizeRequest,
  colorizeRequest,
  type FilesRequest,
  type StreamRequest,
} from './colorize-request.ts';
import { findRequestedHints, followHints } from './find-requested-hints.ts';
import { withOut } from './prepare-out.ts';
import { colorizeDocument, noneIn, showColorize, showFailures, showPassedOver } from './show-colorize.ts';

/** `tintype colorize`: colours photos at their full size. */
export const colorizeCommand = defineCommand({
  name: 'colorize',
  summary: 'Colours photos at full size.',
  operands: '<files, folders or ->',
  most: Infinity,
  options: COLORIZE_OPTIONS,
  examples: [
    'tintype colorize photos --out coloured',
    'tintype colorize a.jpg b.tif --out coloured --format png',
    'tintype colorize photos --out coloured --recursive --compare',
    'tintype colorize old.jpg --out coloured --temperature 0.6',
    'tintype colorize old.jpg --out coloured --hints old.hints.json',
    'tintype colorize - < old.jpg > new.jpg',
  ],
  run: async (operands, values, around) => {
    const request = colorizeRequest(operands, values, around.cwd);
    const signal = heedInterrupts(around);
    const work = { signal, around, data: values.data };
    await (request.to === 'folder'
      ? withOut(request.out, () => colorizeFolder(request, work))
      : colorizeStream(request, work));
  },
});

interface Work {
  readonly signal: AbortSignal;
  readonly around: Surroundings;
  readonly data: string | undefined;
}

/** From so many photos on it is worth it to predict in a thread of its own, which has to start and takes memory. */
const MANY = 8;

/** Opens the model that is asked for, for so many photos, while `use` colours them. */
async function withModel(
  request: ColorizeRequest,
  photos: number,
  { around, data }: Work,
  use: (opened: OpenedModel, options: PhotoOptions) => Promise<void>,
): Promise<void> {
  const thread = photos < MANY ? null : modelThread();
  const computer = stripeThreads();
  try {
    const places = modelPlaces(around, data);
    const opened = await openModel(request.model, places, request.backEnd, thread ?? localEngine);
    await use(opened, { ...request.photo, computer }).finally(() => opened.model.dispose());
  } finally {
    await computer.close();
    await thread?.close();
  }
}

async function colorizeStream(request: StreamRequest, work: Work): Promise<void> {
  const { from, hints } = request;
  const { stdin, stdout, stderr, cwd } = work.around;
  await withModel(request, 1, work, async ({ model }, given) => {
    const options = await followHints(given, from, hints);
    const bytes = from === '-' ? await readAll(stdin) : await readPhoto(resolve(cwd, from), from);
    const outcome = await colorizePhoto(model, bytes, options);
    if ('reason' in outcome) throw new UserError(`colorize: ${from}: ${outcome.reason}`);
    for (const note of outcome.notes) stderr.write(`colorize: ${from}: ${note}\n`);
    stdout.write(outcome.bytes);
  });
}

async function readAll(stream: AsyncIterable<Uint8Array> = nothing()): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

async function readPhoto(file: string, name: string): Promise<Uint8Array> {
  return readFile(file).catch((error: unknown) => {
    throw new UserError(`colorize: ${name}: ${isMissing(error) ? 'no such file' : describeError(error)}`);
  });
}

async function colorizeFolder(request: FilesRequest, work: Work): Promise<void> {
  const { operands, recursive, out } = request;
  const { signal, around } = work;
  const { cwd, stderr } = around;
  const listed = await listPhotos(operands, { cwd, recursive, out, signal });
  const { photos, leftOut, inSubfolders } = listed;
  for (const line of tellLeftOut(leftOut)) stderr.write(paragraph([`colorize: ${line}`]));
  if (photos.length === 0) throw new UserError(`colorize: ${noneIn(operands, inSubfolders)}`, 2);
  const hints = await findRequestedHints(request.hints, photos);
  for (const file of hints.unused)
    stderr.write(paragraph([`colorize: ${file}: no photo of this name is to be coloured`]));
  await withModel(request, photos.length, work, (opened, options) =>
    colorizeListed({ ...listed, hints }, { request, opened, options }, work),
  );
}

async function colorizeListed(
  { photos, leftOut, inSubfolders, hints }: ListedPhotos & { readonly hints: FoundHints },
  { request, opened, options }: Opened,
  { signal, around: { cwd, stdout, stderr } }: Work,
): Promise<void> {
  const { out, overwrite, json } = request;
  const progress = colorizeProgress(stderr, photos.length, () => Date.now());
  const outcomes = await colorizeFiles(opened.model, photos, {
    ...{ ...options, out, overwrite, signal, hintFiles: hints.files },
    ...{ modelDigest: opened.digest, emit: progress.tell },
  }).finally(progress.close);
  const facts = { outcomes, leftOut, inSubfolders, unusedHints: hints.unused };
  stdout.write(
    json
      ? document(colorizeDocument(request, opened, facts))
      : paragraph(showColorize(opened, outcomes, cwd)),
  );
  if (inSubfolders.length > 0) stderr.write(paragraph([`colorize: ${showPassedOver(inSubfolders)}`]));
  const failures = showFailures(outcomes);
  if (failures.length === 0) return;
  stderr.write(paragraph(failures));
  throw new UserError(`colorize: ${failures.length} of ${showPhotos(photos.length)} failed`);
}

interface Opened {
  readonly request: FilesRequest;
  readonly opened: OpenedModel;
  readonly options: PhotoOptions;
}
