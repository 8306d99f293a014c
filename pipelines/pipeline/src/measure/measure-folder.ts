import { readFile } from 'node:fs/promises';

import { srgbToLab } from '@tintype/colour';
import { decodePhoto, inspectPhoto, isRejection } from '@tintype/images';
import { type SourceFile } from '@tintype/images/sources';
import { type MetricsRows, metricsTable } from '@tintype/records';
import { describeError, type Digest, sha256 } from '@tintype/store';

import { encodeMetrics, type MetricsRow } from '../evaluate/measure-attempt.ts';
import { measurePhoto } from '../evaluate/measure-photo.ts';
import type { Colourer } from '../evaluate/open-colourer.ts';
import { judgeColours, UNCOLOURED_REASONS } from '../judge-colours.ts';
import { convertSettings } from '../schemas/convert.ts';
import { ingestSettings } from '../schemas/ingest.ts';

export interface MeasuredPhoto {
  readonly path: string;
  /** sha256 of its bytes. */
  readonly photo: Digest;
  /** What of the photo was left out or taken for something else, a sentence each. */
  readonly notes: readonly string[];
}

export interface SkippedPhoto {
  readonly path: string;
  readonly reason: string;
}

/** What was measured of some photos. */
export interface FolderMeasures {
  readonly photos: readonly MeasuredPhoto[];
  readonly metrics: MetricsRows;
  /** Photos that there is nothing to measure of: without colours, or there twice. */
  readonly leftOut: readonly SkippedPhoto[];
  /** Photos that cannot be read. */
  readonly failed: readonly SkippedPhoto[];
}

export interface MeasureOptions {
  /** Sides of the square that photos are scaled and cropped to, pixels. */
  readonly size: number;
  /** Told after each photo, measured or not. */
  emit(progress: { readonly done: number; readonly total: number }): void;
}

/** Photos that are decoded while one is measured. */
const AHEAD = 4;

/** A photo that can be measured, or why not. */
type Opened =
  | (MeasuredPhoto & { readonly lab: Float32Array })
  | (SkippedPhoto & { readonly kind: 'left out' | 'failed' });

/**
 * Measures photos one by one, as the stage evaluate measures the held-out ones; only a few lie in memory at a time. A
 * photo that cannot be read is told of, and the others are measured.
 */
export async function measureFolder(
  files: readonly SourceFile[],
  colourer: Colourer,
  { size, emit }: MeasureOptions,
): Promise<FolderMeasures> {
  const rows: MetricsRow[] = [];
  const paths = new Map<Digest, Pick<MeasuredPhoto, 'path' | 'notes'>>();
  const skipped: Exclude<Opened, MeasuredPhoto>[] = [];
  let done = 0;
  for await (const opened of openAhead(files, size)) {
    const found = refuseTwin(opened, paths);
    if ('reason' in found) skipped.push(found);
    else {
      paths.set(found.photo, found);
      rows.push(...(await measurePhoto(found.photo, { lab: found.lab, size }, colourer)).rows);
    }
    emit({ done: ++done, total: files.length });
  }
  const skippedAs = (kind: string) =>
    skipped.filter((one) => one.kind === kind).map(({ path, reason }) => ({ path, reason }));
  return {
    photos: [...paths].map(([photo, { path, notes }]) => ({ photo, path, notes })),
    metrics: metricsTable.decode(encodeMetrics(rows)),
    leftOut: skippedAs('left out'),
    failed: skippedAs('failed'),
  };
}

/** In the order of `files`, with a few being opened ahead of the one that is asked for. */
async function* openAhead(files: readonly SourceFile[], size: number): AsyncGenerator<Opened> {
  const pending: Promise<Opened>[] = [];
  for (const file of files) {
    pending.push(openPhoto(file, size));
    if (pending.length > AHEAD) yield* nextOf(pending);
  }
  while (pending.length > 0) yield* nextOf(pending);
}

async function* nextOf(pending: Promise<Opened>[]): AsyncGenerator<Opened> {
  const next = pending.shift();
  if (next !== undefined) yield await next;
}

async function openPhoto({ path, file }: SourceFile, size: number): Promise<Opened> {
  try {
    const bytes = await readFile(file);
    const inspected = await inspectPhoto(bytes, { minSize: ingestSettings.parse({}).minSize });
    if (isRejection(inspected)) return { kind: 'failed', path, reason: inspected.reason };
    const lab = srgbToLab(await decodePhoto(bytes, size));
    const kind = judgeColours(lab, convertSettings.parse({}));
    if (kind !== 'coloured') return { kind: 'left out', path, reason: UNCOLOURED_REASONS[kind] };
    return { path, photo: sha256(bytes), lab, notes: inspected.notes };
  } catch (error) {
    return { kind: 'failed', path, reason: describeError(error) };
  }
}

function refuseTwin(opened: Opened, seen: ReadonlyMap<Digest, Pick<MeasuredPhoto, 'path'>>): Opened {
  const twin = 'photo' in opened ? seen.get(opened.photo)?.path : undefined;
  if (twin === undefined) return opened;
  return { kind: 'left out', path: opened.path, reason: `the same bytes as ${twin}` };
}
