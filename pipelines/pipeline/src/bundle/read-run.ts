import { join } from 'node:path';

import { photosTable, type PhotosRows } from '@tintype/records';
import { readShard, UserError } from '@tintype/stage';
import { manifestPath, readManifest, type Manifest, type Store } from '@tintype/store';
import { z } from 'zod';

import { isBaseline } from '../report/method-name.ts';
import type { Comparison, Interval, Measures, MethodRow } from '../report/report-data.ts';

export const STAGES = ['ingest', 'convert', 'prior', 'patches', 'train', 'evaluate'] as const;

/** A recipe that has been run to its end, with what its model card says of it. */
export interface FinishedRun {
  readonly recipe: string;
  readonly manifests: Readonly<Record<(typeof STAGES)[number], Manifest>>;
  readonly photos: PhotosRows;
  /** The one that stands for the network. */
  readonly temperature: number;
  /** Held-out photos that were measured. */
  readonly measured: number;
  /** On the held-out photos, with intervals and leads. */
  readonly rows: readonly MethodRow[];
}

/** Reads a run; throws a UserError when a stage of it is missing. */
export async function readFinishedRun(recipe: string, data: string, store: Store): Promise<FinishedRun> {
  const read = async (stage: string) => {
    const address = { pipeline: 'pipeline', recipe, stage };
    const manifest = await readManifest(manifestPath(join(data, 'manifests'), address));
    if (manifest !== null) return manifest;
    throw new UserError(
      `bundle: recipe ${recipe}: expected the artefact of ${stage}; run "npx nx run pipeline:all -c ${recipe}"`,
    );
  };
  const entries = await Promise.all(STAGES.map(async (stage) => [stage, await read(stage)] as const));
  const manifests = Object.fromEntries(entries) as unknown as FinishedRun['manifests'];
  const table = manifests.ingest.shards.find(({ name }) => name === 'photos');
  if (table === undefined) throw new Error('Internal error: expected the photo table');
  return {
    recipe,
    manifests,
    photos: photosTable.decode(await readShard(table, store)),
    temperature: z.object({ temperature: z.number() }).parse(manifests.evaluate.settings).temperature,
    measured: summarySchema.parse(manifests.evaluate.summary).scores[0]?.photos ?? 0,
    rows: rowsOf(manifests.evaluate),
  };
}

const label = { method: z.string(), temperature: z.number().nullable() };
const summarySchema = z.object({
  scores: z.array(z.looseObject({ ...label, photos: z.number() })),
  intervals: z.array(z.looseObject(label)),
  leads: z.array(
    z.object({
      over: z.string(),
      measure: z.string(),
      difference: z.number(),
      low: z.number(),
      high: z.number(),
      excludesZero: z.boolean(),
    }),
  ),
});

type Summary = z.output<typeof summarySchema>;

/** The flat lists of the summary, joined again. */
function rowsOf({ summary }: Manifest): readonly MethodRow[] {
  const { scores, intervals, leads } = summarySchema.parse(summary);
  return scores.map((score) => {
    const row = score as unknown as MethodRow; // written by evaluate from one
    const own = intervals.find(
      ({ method, temperature }) => method === score.method && temperature === score.temperature,
    );
    const lead = isBaseline(row.method) ? leadOf(leads, row.method) : {};
    return { ...row, intervals: own === undefined ? {} : intervalsOf(own), lead };
  });
}

function intervalsOf(ends: Readonly<Record<string, unknown>>): { readonly [K in keyof Measures]?: Interval } {
  const lows = Object.keys(ends).flatMap((key) => /^(.+)Low$/.exec(key)?.[1] ?? []);
  return Object.fromEntries(lows.map((key) => [key, [ends[`${key}Low`], ends[`${key}High`]]]));
}

function leadOf(leads: Summary['leads'], method: string): { readonly [K in keyof Measures]?: Comparison } {
  const own = leads.filter(({ over }) => over === method);
  return Object.fromEntries(
    own.map(({ measure, difference, low, high, excludesZero }) => [
      measure,
      { difference, interval: [low, high], isClear: excludesZero },
    ]),
  );
}
