import { readFile } from 'node:fs/promises';

import { srgbToLab, takeLightness } from '@tintype/colour';
import { decodePhoto, inspectPhoto, isRejection } from '@tintype/images';
import { type SourceFile } from '@tintype/images/sources';
import { type Model, predictWhole } from '@tintype/network';
import { type MetricsRows, metricsTable } from '@tintype/records';
import { describeError, type Digest, mapConcurrently, sha256 } from '@tintype/store';

import { encodeMetrics } from '../evaluate/encode-metrics.ts';
import type { MetricsRow } from '../evaluate/measure-attempt.ts';
import { judgeColours, UNCOLOURED_REASONS } from '../judge-colours.ts';
import { convertSettings } from '../schemas/convert.ts';
import { ingestSettings } from '../schemas/ingest.ts';
import type { PhotoMeasurer } from './photo-measurer.ts';

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

/** A photo that can be measured, or why not. */
type Opened = (MeasuredPhoto & { readonly lab: Float32Array }) | Refused;
type Refused = SkippedPhoto & { readonly kind: 'left out' | 'failed' };
type Measured = MeasuredPhoto & { readonly rows: readonly MetricsRow[] };

export interface ModelMeasurer {
  readonly model: Model;
  /** Closed by whoever opened it. */
  readonly measurer: PhotoMeasurer;
}

/**
 * Measures photos as the stage evaluate measures the held-out ones. The network looks at one after the other, while the
 * measurer is busy with those before it; only a few lie in memory at a time. A photo that cannot be read is told of, and
 * the others are measured.
 */
export async function measureFolder(
  files: readonly SourceFile[],
  measuring: ModelMeasurer,
  { size, emit }: MeasureOptions,
): Promise<FolderMeasures> {
  let done = 0;
  const outcomes = await mapConcurrently(files, measuring.measurer.atOnce, async (file) => {
    const outcome = await measureFile(file, measuring, size);
    emit({ done: ++done, total: files.length });
    return outcome;
  });
  const measured = new Map<Digest, Measured>();
  const refused = outcomes.flatMap((outcome) => {
    if ('reason' in outcome) return [outcome];
    const twin = measured.get(outcome.photo);
    if (twin !== undefined) return [refuseTwin(outcome, twin)];
    measured.set(outcome.photo, outcome);
    return [];
  });
  const refusedAs = (wanted: Refused['kind']) =>
    refused.filter(({ kind }) => kind === wanted).map(({ path, reason }) => ({ path, reason }));
  return {
    photos: [...measured.values()].map(({ path, photo, notes }) => ({ photo, path, notes })),
    metrics: metricsTable.decode(encodeMetrics([...measured.values()].flatMap(({ rows }) => rows))),
    leftOut: refusedAs('left out'),
    failed: refusedAs('failed'),
  };
}

async function measureFile(
  file: SourceFile,
  { model, measurer }: ModelMeasurer,
  size: number,
): Promise<Measured | Refused> {
  const opened = await openPhoto(file, size);
  if ('reason' in opened) return opened;
  const { lab, ...described } = opened;
  const said = await predictWhole(model, takeLightness(lab), size, size);
  return { ...described, rows: await measurer.measure({ photo: described.photo, lab, size, said }) };
}

function refuseTwin({ path }: Measured, twin: Measured): Refused {
  return { kind: 'left out', path, reason: `the same bytes as ${twin.path}` };
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
