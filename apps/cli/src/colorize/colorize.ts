import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import {
  colorizeFiles,
  colorizePhoto,
  listPhotos,
  modelThread,
  type PhotoOptions,
  stripeThreads,
} from '@tintype/colorize/files';
import { tellLeftOut } from '@tintype/images/sources';
import { type OpenedModel, openModel } from '@tintype/pipeline/models';
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
    const run = () => colorizeRequested(request, signal, around, values.data);
    await (request.to === 'folder' ? withOut(request.out, run) : run());
  },
});

async function colorizeRequested(
  request: ColorizeRequest,
  signal: AbortSignal,
  around: Surroundings,
  data: string | undefined,
): Promise<void> {
  const engine = modelThread();
  const computer = stripeThreads();
  try {
    const opened = await openModel(request.model, modelPlaces(around, data), request.backEnd, engine);
    const options = { ...request.photo, computer };
    if (request.to === 'stream') await colorizeStream(request, opened, options, around);
    else await colorizeFolder(request, opened, { ...options, signal }, around);
  } finally {
    await computer.close();
    await engine.close();
  }
}

async function colorizeStream(
  { from, hints }: StreamRequest,
  { model }: OpenedModel,
  given: PhotoOptions,
  { stdin, stdout, stderr, cwd }: Surroundings,
): Promise<void> {
  const options = await followHints(given, from, hints);
  const bytes = from === '-' ? await readAll(stdin) : await readPhoto(resolve(cwd, from), from);
  const outcome = await colorizePhoto(model, bytes, options);
  if ('reason' in outcome) throw new UserError(`colorize: ${from}: ${outcome.reason}`);
  for (const note of outcome.notes) stderr.write(`colorize: ${from}: ${note}\n`);
  stdout.write(outcome.bytes);
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

async function colorizeFolder(
  request: FilesRequest,
  opened: OpenedModel,
  options: PhotoOptions & { readonly signal: AbortSignal },
  { cwd, stdout, stderr }: Surroundings,
): Promise<void> {
  const { out, overwrite, json, recursive, operands } = request;
  const { signal } = options;
  const { photos, leftOut, inSubfolders } = await listPhotos(operands, { cwd, recursive, out, signal });
  for (const line of tellLeftOut(leftOut)) stderr.write(paragraph([`colorize: ${line}`]));
  if (photos.length === 0) throw new UserError(`colorize: ${noneIn(operands, inSubfolders)}`, 2);
  const { files: hintFiles, unused } = await findRequestedHints(request.hints, photos);
  for (const file of unused)
    stderr.write(paragraph([`colorize: ${file}: no photo of this name is to be coloured`]));
  const progress = colorizeProgress(stderr, photos.length, () => Date.now());
  const work = { ...options, out, overwrite, hintFiles, modelDigest: opened.digest, emit: progress.tell };
  const outcomes = await colorizeFiles(opened.model, photos, work).finally(progress.close);
  stdout.write(
    json
      ? document(colorizeDocument(request, opened, { outcomes, leftOut, inSubfolders, unusedHints: unused }))
      : paragraph(showColorize(opened, outcomes, cwd)),
  );
  if (inSubfolders.length > 0) stderr.write(paragraph([`colorize: ${showPassedOver(inSubfolders)}`]));
  const failures = showFailures(outcomes);
  if (failures.length === 0) return;
  stderr.write(paragraph(failures));
  throw new UserError(`colorize: ${failures.length} of ${showPhotos(photos.length)} failed`);
}
