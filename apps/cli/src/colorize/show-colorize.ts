import { relative } from 'node:path';

import type { ListedPhotos, PhotoOutcome } from '@tintype/colorize/files';
import { readDecoding } from '@tintype/network/saved';
import type { OpenedModel } from '@tintype/pipeline/models';

import { showPhotos } from '../show-photos.ts';
import type { FilesRequest } from './colorize-request.ts';

export interface Tally {
  readonly coloured: number;
  readonly skipped: number;
  /** Results that were there, which have got their strips. */
  readonly compared: number;
  readonly failed: number;
}

export function tallyOf(outcomes: readonly PhotoOutcome[]): Tally {
  const count = (status: PhotoOutcome['status']) =>
    outcomes.filter((outcome) => outcome.status === status).length;
  return {
    coloured: count('coloured'),
    skipped: count('skipped'),
    compared: count('compared'),
    failed: count('failed'),
  };
}

interface ColorizeOutcome extends Pick<ListedPhotos, 'leftOut' | 'inSubfolders'> {
  readonly outcomes: readonly PhotoOutcome[];
  /** Files of hints that belong to none of the photos. */
  readonly unusedHints: readonly string[];
}

/** The document of `--json`. */
export function colorizeDocument(
  { photo, out }: FilesRequest,
  { found, backEnd, digest, model }: OpenedModel,
  { outcomes, leftOut, inSubfolders, unusedHints }: ColorizeOutcome,
) {
  const { computer: _, ...settings } = photo;
  return {
    model: { place: found.place, fingerprint: digest, backEnd: backEnd.name },
    settings: { ...readDecoding(model.metadata), ...settings },
    out,
    ...tallyOf(outcomes),
    photos: outcomes,
    leftOut,
    inSubfolders,
    unusedHints,
  };
}

/** A line for each photo, and one for all. */
export function showColorize(
  { found, backEnd }: OpenedModel,
  outcomes: readonly PhotoOutcome[],
  cwd: string,
): string[] {
  const { coloured, skipped, compared } = tallyOf(outcomes);
  const strips = compared > 0 ? `, ${compared} of them with new strips` : '';
  const before = skipped + compared > 0 ? `, ${skipped + compared} coloured before${strips}` : '';
  return [
    ...outcomes.flatMap((outcome) => lineOf(outcome, cwd)),
    `${showPhotos(coloured)} coloured with ${found.place} on ${backEnd.name}${before}`,
  ];
}

function lineOf(outcome: PhotoOutcome, cwd: string): string[] {
  switch (outcome.status) {
    case 'coloured': {
      const { output, width, height, notes, hints } = outcome;
      const given = hints === 0 ? [] : [`${hints} ${hints === 1 ? 'hint' : 'hints'}`];
      return [[`${shownPath(output, cwd)}: ${width} × ${height}`, ...given, ...notes].join(', ')];
    }
    case 'compared':
      return [shownPath(outcome.strip, cwd)];
    case 'skipped':
    case 'failed':
      return [];
    default:
      return outcome satisfies never;
  }
}

const FIRST_NAMES = 3;

/** Which photos in subfolders were not looked at, and what to do. */
export function showPassedOver(names: readonly string[]): string {
  return `${photosBelow(names)} ${names.length === 1 ? 'was' : 'were'} not looked at; --recursive includes them`;
}

/** Why there is nothing to do. */
export function noneIn(operands: readonly string[], inSubfolders: readonly string[]): string {
  const hint = inSubfolders.length > 0 ? `; --recursive includes ${photosBelow(inSubfolders)}` : '';
  return `${operands.join(', ')}: expected photos, found none${hint}`;
}

function photosBelow(names: readonly string[]): string {
  const more = names.length > FIRST_NAMES ? ', …' : '';
  return `${showPhotos(names.length)} in subfolders (${names.slice(0, FIRST_NAMES).join(', ')}${more})`;
}

/** From where the user is, unless that leads upwards. */
function shownPath(file: string, cwd: string): string {
  const way = relative(cwd, file);
  return way.startsWith('..') ? file : way;
}

/** The photos that failed, with reasons. */
export function showFailures(outcomes: readonly PhotoOutcome[]): string[] {
  return outcomes.flatMap((outcome) =>
    outcome.status === 'failed' ? [`colorize: ${outcome.photo}: ${outcome.reason}`] : [],
  );
}
