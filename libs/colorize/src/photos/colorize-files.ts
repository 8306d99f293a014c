import { type DecodedPhoto, decodeFound, encodePixelsTo, findPhoto, type FoundPhoto } from '@tintype/images';
import { unreadableReason } from '@tintype/images/sources';
import type { Model } from '@tintype/network';
import {
  computeFingerprint,
  describeError,
  type Digest,
  hashFile,
  isMissing,
  mapConcurrently,
  publish,
  publishWritten,
  readErrorCode,
} from '@tintype/store';

import { colorizeDecoded, type PhotoOptions } from '../colorize-photo.ts';
import { completeSettings } from '../colouring/settings.ts';
import { compareStrip, reducedTruth } from '../compare-strip.ts';
import { readHints } from '../hints/find-hints.ts';
import { applyHintFile } from '../hints/hint-file.ts';
import { describeResult } from '../mark.ts';
import { type PixelBudget, pixelBudget } from '../pixel-budget.ts';
import { explainSides } from '../side-limits.ts';
import { takeTurns, type Turns } from '../turns.ts';
import { formatFor } from './format-for.ts';
import type { PhotoFile } from './list-photos.ts';
import {
  findResult,
  identityOf,
  PhotoError,
  placeResult,
  type PlaceTaker,
  type ResultPlace,
  takePlaces,
} from './results.ts';

/** What becomes of one photo. */
export type PhotoOutcome =
  | {
      readonly status: 'coloured';
      readonly photo: string;
      readonly output: string;
      readonly width: number;
      readonly height: number;
      readonly notes: readonly string[];
      /** How many there were. */
      readonly hints: number;
    }
  | { readonly status: 'skipped'; readonly photo: string; readonly output: string }
  /** Its result was there; the strip was not. */
  | { readonly status: 'compared'; readonly photo: string; readonly output: string; readonly strip: string }
  | { readonly status: 'failed'; readonly photo: string; readonly reason: string };

export interface FilesOptions extends Omit<PhotoOptions, 'mark' | 'inPlace' | 'hints'> {
  /** The folder of results, absolute. */
  readonly out: string;
  /** Whether results that are there already, of other settings or of something else, are replaced. */
  readonly overwrite: boolean;
  /** Of the model's files. */
  readonly modelDigest: Digest;
  /** For the files of photos that have some those of their hints, whose settings hold where no others are given. */
  readonly hintFiles?: ReadonlyMap<string, string>;
  readonly signal: AbortSignal;
  emit(outcome: PhotoOutcome): void;
}

/** Photos under way at once: one is decoded and one encoded while the network and the threads have one each. */
const AT_ONCE = 4;
/** Pixels decoded at once. */
const PIXELS_AT_ONCE = 48e6;
const LOCKED = 'make its folder writable or choose another --out';
const RESULT = { readOnly: false, remedies: { EACCES: LOCKED, EPERM: LOCKED, EROFS: LOCKED } };

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
  const inputs = new Set(await Promise.all(photos.map(({ file }) => identityOf(file))));
  const work = {
    ...{ model, options, budget: pixelBudget(PIXELS_AT_ONCE) },
    ...{ places: takePlaces(inputs), turns: takeTurns() },
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
  readonly places: PlaceTaker;
  /** Places are taken in the order of the list, so that the same photos have them in every run. */
  readonly turns: Turns;
}

async function colorizeFile(photo: PhotoFile, work: Work): Promise<PhotoOutcome> {
  const { options, budget } = work;
  const looked =
    photo.reason === undefined ? findPhoto(photo.file, options) : Promise.resolve({ reason: photo.reason });
  const { found, place } = await work.turns.inTurn(looked, async (found) => {
    if ('reason' in found) throw new PhotoError(found.reason);
    return { found, place: await takePlace(photo, found, work) };
  });
  const asked = await askedOf(photo, options);
  const mark = markOf(await hashFile(photo.file, options.signal), asked, work);
  const there = options.overwrite ? 'nothing' : await findResult(place, mark);
  if (there === 'all') return { status: 'skipped', photo: photo.name, output: place.output };
  const giveBack = await budget.take(found.header.width * found.header.height);
  try {
    options.signal.throwIfAborted();
    const make = there === 'nothing' ? colorizeFound : compareFound;
    return { photo: photo.name, ...(await make(found, place, { ...work, asked, mark })) };
  } finally {
    giveBack();
  }
}

async function takePlace(photo: PhotoFile, { header }: FoundPhoto, work: Work): Promise<ResultPlace> {
  const format = work.options.format ?? formatFor(header);
  const reason = explainSides(header, format);
  if (reason !== null) throw new PhotoError(reason);
  const place = placeResult(photo, format, work.options);
  await work.places.take(place);
  return place;
}

/** How this photo is to be coloured. */
async function askedOf(photo: PhotoFile, { hintFiles, ...options }: FilesOptions): Promise<PhotoOptions> {
  const file = hintFiles?.get(photo.file);
  return file === undefined ? options : applyHintFile(await readHints(file), options);
}

interface MarkedWork extends Work {
  readonly asked: PhotoOptions;
  readonly mark: string;
}

async function colorizeFound(found: FoundPhoto, place: ResultPlace, work: MarkedWork) {
  const { model, options, asked, mark } = work;
  const coloured = await colorizeDecoded(model, await decode(found), { ...asked, mark });
  options.signal.throwIfAborted();
  const { width, height, notes, pixels, encoding, strip } = coloured;
  const { output } = place;
  if (strip !== null) await writeStrip(place, strip); // first: whoever finds the result finds the strip
  const encode = (file: string) => encodePixelsTo(file, pixels, encoding);
  await publishWritten(output, encode, RESULT).catch(refuseWriting);
  return { status: 'coloured' as const, output, width, height, notes, hints: asked.hints?.length ?? 0 };
}

/** Makes the strip of a result that is there. */
async function compareFound(found: FoundPhoto, place: ResultPlace, { options }: MarkedWork) {
  const truth = await reducedTruth(await decode(found));
  options.signal.throwIfAborted();
  const strip = await writeStrip(place, await compareStrip(truth, await decodeResult(place, options)));
  return { status: 'compared' as const, output: place.output, strip };
}

async function decodeResult({ output }: ResultPlace, options: FilesOptions): Promise<DecodedPhoto> {
  const found = await findPhoto(output, options);
  const decoded = 'reason' in found ? found : await decodeFound(found);
  if ('reason' in decoded) throw new PhotoError(`${output}: ${decoded.reason}; --overwrite replaces it`);
  return decoded;
}

async function decode(found: FoundPhoto): Promise<DecodedPhoto> {
  const decoded = await decodeFound(found);
  if ('reason' in decoded) throw new PhotoError(decoded.reason);
  return decoded;
}

async function writeStrip({ strip }: ResultPlace, bytes: Uint8Array): Promise<string> {
  if (strip === null) throw new Error('Internal error: expected a place for the strip that was asked for');
  await publish(strip, bytes, RESULT).catch(refuseWriting);
  return strip;
}

/** A full disk ends the run; what else keeps one result from being written is the failure of its photo. */
function refuseWriting(error: unknown): never {
  throw isFull(error) ? error : new PhotoError(describeError(error));
}

function isFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes(String(readErrorCode(error)));
}

function markOf(photo: string, asked: PhotoOptions, { model, options: { modelDigest } }: Work): string {
  const { format = null, quality = null, gps = true, hints = [] } = asked;
  const settings = completeSettings(asked, model);
  return computeFingerprint(
    describeResult({ photo, model: modelDigest, settings, hints, format, quality, gps }),
  );
}

function failureOf(photo: PhotoFile, error: unknown, { signal }: FilesOptions): PhotoOutcome {
  signal.throwIfAborted();
  if (isFull(error)) throw error;
  return { status: 'failed', photo: photo.name, reason: explain(error) };
}

function explain(error: unknown): string {
  if (isMissing(error)) return 'no such file';
  return unreadableReason(error) ?? describeError(error);
}
