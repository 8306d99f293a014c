import type { SourceFile } from '@tintype/images/sources';
import { readDecoding } from '@tintype/network';

import { originalsOf } from '../evaluate/originals-of.ts';
import { scoreWithIntervals } from '../evaluate/scores/bootstrap-scores.ts';
import { groupScores, scoreOf } from '../evaluate/scores/score-methods.ts';
import { readTrainingColours } from '../evaluate/training-tables.ts';
import type { OpenedModel } from '../models/open-model.ts';
import type { MethodRow, MethodScore } from '../runs/method-row.ts';
import { convertSettings } from '../schemas/convert.ts';
import {
  type FolderMeasures,
  type MeasuredPhoto,
  measureFolder,
  type MeasureOptions,
  type SkippedPhoto,
} from './measure-folder.ts';
import { measureHere, type OpenMeasurer } from './photo-measurer.ts';

export { intervalText, leadText, measureText } from '../report/show-measure.ts';
export { bestBaseline, COMPARED, comparedRows, networkAt } from '../runs/method-row.ts';
export type { Lead, MethodRow, MethodScore } from '../runs/method-row.ts';
export type { MeasuredPhoto, SkippedPhoto } from './measure-folder.ts';
export { measureInThreads } from './photo-measurer.ts';

/** What a saved model scores on photos, beside what needs no network. */
export interface ModelMeasures {
  /** Sides of the squares that were measured, pixels. */
  readonly size: number;
  /** The one that stands for the network. */
  readonly temperature: number;
  /** Photos that are independent of each other: crops of one count as one. */
  readonly originals: number;
  /** Of all photos together; the intervals are central 95 % of a bootstrap over originals. */
  readonly overall: readonly MethodRow[];
  /** Of each photo, without intervals: it is one draw of what photos there are. */
  readonly photos: readonly (MeasuredPhoto & { readonly scores: readonly MethodScore[] })[];
  readonly leftOut: readonly SkippedPhoto[];
  readonly failed: readonly SkippedPhoto[];
  /** What could not be measured, and why, a sentence each. */
  readonly notes: readonly string[];
}

export interface ModelMeasureOptions {
  /** At least one; the first one stands for the network. */
  readonly temperatures: readonly [number, ...number[]];
  /** As `ingest.sameOriginal`: what tells crops of one original apart. */
  readonly sameOriginal: string | null;
  readonly emit: MeasureOptions['emit'];
  /** Where photos are measured. Default: in this thread. */
  readonly openMeasurer?: OpenMeasurer;
}

/** Measures a saved model on any photos, in the way of the stage evaluate. */
export async function measureModel(
  { model, found }: OpenedModel,
  files: readonly SourceFile[],
  { temperatures, sameOriginal, emit, openMeasurer = measureHere }: ModelMeasureOptions,
): Promise<ModelMeasures> {
  const colours = await readTrainingColours((name) => found.readIfThere(`${name}.arrow`));
  const { targets = null } = model.metadata;
  const [temperature] = temperatures;
  const decoding = { ...readDecoding(model.metadata), temperature };
  const size = colours?.perRow.row.length ?? convertSettings.parse({}).size; // the rows' colours are of one height
  const settings = { ...decoding, temperatures, targets };
  const measurer = openMeasurer({ gamut: model.gamut, colours, settings });
  const measures = await measureFolder(files, { model, measurer }, { size, emit }).finally(measurer.close);
  const originalOf = originalsOf(columnsOf(measures), sameOriginal);
  return {
    size,
    temperature,
    originals: new Set(measures.photos.map(({ photo }) => originalOf(photo))).size,
    overall: scoreWithIntervals([measures.metrics], { temperature, originalOf }),
    photos: scoresByPhoto(measures),
    leftOut: measures.leftOut,
    failed: measures.failed,
    notes: [
      ...(colours === null
        ? [
            `${found.place} does not say what colours it was trained on: no balanced AuC, and grey is the only baseline`,
          ]
        : []),
      ...(targets === null
        ? [`${found.place} does not say how true colours were encoded for its loss: no cross-entropy`]
        : []),
    ],
  };
}

function columnsOf({ photos }: FolderMeasures) {
  return { photo: photos.map(({ photo }) => photo), path: photos.map(({ path }) => path) };
}

function scoresByPhoto({ photos, metrics }: FolderMeasures): ModelMeasures['photos'] {
  const scores = new Map<string, MethodScore[]>(photos.map(({ photo }) => [photo, []]));
  for (const score of groupScores([metrics]).flat()) scores.get(score.photo)?.push(scoreOf([score]));
  return photos.map((one) => ({ ...one, scores: scores.get(one.photo) ?? [] }));
}
