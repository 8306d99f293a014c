import { stat } from 'node:fs/promises';
import { extname, join } from 'node:path';

import { decodeFound, encodePixelsTo, findPhoto, type PictureFormat, readXmp } from '@tintype/images';
import type { Model } from '@tintype/network';
import {
  computeFingerprint,
  describeError,
  type Digest,
  hashFile,
  mapConcurrently,
  publish,
  publishWritten,
  readErrorCode,
} from '@tintype/store';

import { colorizeDecoded, type ColouredPixels, formatFor, type PhotoOptions } from './colorize-photo.ts';
import type { PhotoFile } from './list-photos.ts';
import { markIn } from './mark.ts';
import { type PixelBudget, pixelBudget } from './pixel-budget.ts';
import { completeSettings } from './settings.ts';
import { takeTurns, type Turns } from './turns.ts';

/** What becomes of one photo. */
export type PhotoOutcome =
  | {
      readonly status: 'coloured';
      readonly photo: string;
      readonly output: string;
      readonly width: number;
      readonly height: number;
      readonly notes: readonly string[];
    }
  | { readonly status: 'skipped'; readonly photo: string; readonly output: string }
  | { readonly status: 'failed'; readonly photo: string; readonly reason: string };

export interface FilesOptions extends Omit<PhotoOptions, 'mark' | 'inPlace'> {
  /** The folder of results, absolute. */
  readonly out: string;
  /** Whether results that are there already, of other settings or of something else, are replaced. */
  readonly overwrite: boolean;
  /** Of the model's files. */
  readonly modelDigest: Digest;
  readonly signal: AbortSignal;
  emit(outcome: PhotoOutcome): void;
}

/** Photos under way at once: one is decoded and one encoded while the network and the threads have one each. */
const AT_ONCE = 4;
/** Pixels decoded at once. */
const PIXELS_AT_ONCE = 48e6;
const OUTPUT_MODE = 0o644;
/** Changes when the same settings give other colours. */
const VERSION = 1;
/** Changes when more of what tells a place is left out, so that no older result passes for done. */
const WITHOUT_PLACES = 'without GPS and places';

/**
 * Colours photos into a folder, with decoding and encoding beside the network, in bounded memory. A photo that fails
 * stops nothing. A result is written whole or not at all and never over a photo of the list; where the same photo has
 * been coloured with the same model and settings already, nothing is done. Throws when the disk is full or `signal` is
 * aborted.
 */
export async function colorizeFiles(
  model: Model,
  photos: readonly PhotoFile[],
  options: FilesOptions,
): Promise<readonly PhotoOutcome[]> {
  const work = {
    ...{ model, options, budget: pixelBudget(PIXELS_AT_ONCE), taken: new Set<string>(), turns: takeTurns() },
    inputs: new Set(await Promise.all(photos.map(({ file }) => identityOf(file)))),
  };
  return mapConcurrently(photos, AT_ONCE, async (photo) => {
    options.signal.throwIfAborted();
    const outcome = await colorizeFile(photo, work).catch((error: unknown) =>
      failureOf(photo, error, options),
    );
    options.emit(outcome);
    return outcome;
  });
}

interface Work {
  readonly model: Model;
  readonly options: FilesOptions;
  readonly budget: PixelBudget;
  /** What this run writes. */
  readonly taken: Set<string>;
  /** Places are taken in the order of the list, so that the same photos have them in every run. */
  readonly turns: Turns;
  /** What the photos of the list are to the file system, whatever they are called. */
  readonly inputs: ReadonlySet<string | null>;
}

/** A reason for which one photo fails. */
class PhotoError extends Error {}

async function colorizeFile(photo: PhotoFile, work: Work): Promise<PhotoOutcome> {
  const { options, model, budget } = work;
  const looked =
    photo.reason === undefined ? findPhoto(photo.file, options) : Promise.resolve({ reason: photo.reason });
  const { found, output } = await work.turns.inTurn(looked, async (found) => {
    if ('reason' in found) throw new PhotoError(found.reason);
    const output = join(options.out, placeOf(photo.place, options.format ?? formatFor(found.header)));
    await takeOutput(output, work);
    return { found, output };
  });
  const mark = markOf(await hashFile(photo.file, options.signal), work);
  if (await isDone(output, mark, options)) return { status: 'skipped', photo: photo.name, output };
  const giveBack = await budget.take(found.header.width * found.header.height);
  try {
    options.signal.throwIfAborted();
    const decoded = await decodeFound(found);
    if ('reason' in decoded) throw new PhotoError(decoded.reason);
    const coloured = await colorizeDecoded(model, decoded, { ...options, mark });
    options.signal.throwIfAborted();
    await write(output, coloured);
    const { width, height, notes } = coloured;
    return { status: 'coloured', photo: photo.name, output, width, height, notes };
  } finally {
    giveBack();
  }
}

/** The strip first: whoever finds the result finds the strip. */
async function write(output: string, { pixels, encoding, strip }: ColouredPixels): Promise<void> {
  if (strip !== null) await publish(stripPlace(output), strip, { mode: OUTPUT_MODE });
  const encode = (file: string) => encodePixelsTo(file, pixels, encoding);
  await publishWritten(output, encode, { mode: OUTPUT_MODE });
}

function stripPlace(output: string): string {
  return `${output.slice(0, -extname(output).length)}.compare.jpg`;
}

const ENDINGS: Readonly<Record<PictureFormat, readonly string[]>> = {
  jpeg: ['.jpg', '.jpeg'],
  png: ['.png'],
  webp: ['.webp'],
};

/** The photo's own place, with the ending of the format unless it has one already. */
function placeOf(place: string, format: PictureFormat): string {
  const ending = extname(place);
  if (ENDINGS[format].includes(ending.toLowerCase())) return place;
  return `${ending === '' ? place : place.slice(0, -ending.length)}${ENDINGS[format][0]}`;
}

/** Takes the place of a result, and of its strip; throws where a photo lies or another one's result will. */
async function takeOutput(output: string, { inputs, taken, options }: Work): Promise<void> {
  const places = options.compare === true ? [output, stripPlace(output)] : [output];
  for (const place of places) {
    const there = await identityOf(place);
    if (there !== null && inputs.has(there))
      throw new PhotoError(
        `its result would replace ${place}, a photo that is to be coloured; choose another --out`,
      );
    if (taken.has(place))
      throw new PhotoError(
        `its result would be ${place}, as that of another photo; colour it into another --out`,
      );
  }
  for (const place of places) taken.add(place);
}

/** What a file is to the file system, by whatever name; null where there is none. */
async function identityOf(file: string): Promise<string | null> {
  const found = await stat(file, { bigint: true }).catch(() => null); // reading it will say why not
  return found && `${found.dev}:${found.ino}`;
}

/** All that the result follows from. */
function markOf(photo: string, { model, options }: Work): string {
  const { modelDigest, format = null, quality = null, gps = true, compare = false } = options;
  const settings = { ...completeSettings(options, model) };
  return computeFingerprint({
    version: VERSION,
    photo,
    model: modelDigest,
    settings,
    format,
    quality,
    gps: gps || WITHOUT_PLACES,
    compare,
  });
}

/** Whether the result is there; throws where something else is in its place. */
async function isDone(
  output: string,
  mark: string,
  { overwrite, compare = false }: FilesOptions,
): Promise<boolean> {
  if (overwrite || (await identityOf(output)) === null) return false;
  if (markIn((await readXmp(output)) ?? undefined) !== mark)
    throw new PhotoError(
      `${output} is there already, of another model or other settings; --overwrite replaces it`,
    );
  return !compare || (await identityOf(stripPlace(output))) !== null;
}

function failureOf(photo: PhotoFile, error: unknown, { signal }: FilesOptions): PhotoOutcome {
  if (signal.aborted || readErrorCode(error) === 'ENOSPC') throw error;
  return { status: 'failed', photo: photo.name, reason: explain(error) };
}

function explain(error: unknown): string {
  switch (readErrorCode(error)) {
    case 'ENOENT':
      return 'no such file';
    case 'EISDIR':
      return 'a folder, not a photo';
    case 'EACCES':
      return 'it may not be read, or its result not be written';
    default:
      return describeError(error);
  }
}
