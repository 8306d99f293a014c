import { relative } from 'node:path';

import type { PhotoOutcome } from '@tintype/colorize/node';
import type { OpenedModel } from '@tintype/pipeline/models';

import { showPhotos } from '../show-photos.ts';
import type { FilesRequest } from './colorize-request.ts';

export interface Tally {
  readonly coloured: number;
  readonly skipped: number;
  readonly failed: number;
}

export function tallyOf(outcomes: readonly PhotoOutcome[]): Tally {
  const count = (status: PhotoOutcome['status']) =>
    outcomes.filter((outcome) => outcome.status === status).length;
  return { coloured: count('coloured'), skipped: count('skipped'), failed: count('failed') };
}

/** The document of `--json`. */
export function colorizeDocument(
  { photo, out }: FilesRequest,
  { found, backEnd, digest, model }: OpenedModel,
  outcomes: readonly PhotoOutcome[],
) {
  const { temperature = model.metadata.temperature, computer: _, ...settings } = photo;
  return {
    model: { place: found.place, fingerprint: digest, backEnd: backEnd.name },
    settings: { temperature, ...settings },
    out,
    ...tallyOf(outcomes),
    photos: outcomes,
  };
}

/** A line for each photo, and one for all. */
export function showColorize(
  { found, backEnd }: OpenedModel,
  outcomes: readonly PhotoOutcome[],
  cwd: string,
): string[] {
  const { coloured, skipped } = tallyOf(outcomes);
  const before = skipped > 0 ? `, ${skipped} coloured before` : '';
  return [
    ...outcomes.flatMap((outcome) => lineOf(outcome, cwd)),
    `${showPhotos(coloured)} coloured with ${found.place} on ${backEnd.name}${before}`,
  ];
}

function lineOf(outcome: PhotoOutcome, cwd: string): string[] {
  if (outcome.status !== 'coloured') return [];
  const { output, width, height, notes } = outcome;
  return [[`${shownPath(output, cwd)}: ${width} × ${height}`, ...notes].join(', ')];
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
