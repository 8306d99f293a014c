import { join, relative } from 'node:path';

import { readLicences } from '@tintype/images/sources';
import { curvesTable, metricsTable, photosTable } from '@tintype/records';
import { defineStage, type Artefact, type ShardSpec, type StageContext } from '@tintype/stage';
import type { Json, Shard } from '@tintype/store';
import { z } from 'zod';

import { scoreWithIntervals } from '../evaluate/bootstrap-scores.ts';
import { describeScores, headlineOf } from '../evaluate/describe-scores.ts';
import { originalsOf } from '../evaluate/originals-of.ts';
import { TRAINING_TABLES } from '../evaluate/training-tables.ts';
import type { ReportSettings } from '../evaluate/write-report.ts';
import type { Credit } from '../report/report-data.ts';
import { summaryOf } from '../runs/evaluate-summary.ts';
import { insteadOf } from '../ingest/instead-of.ts';
import { unreadableIn } from '../ingest/unreadable-in.ts';
import { ingestSettings, sameOriginalIn } from './ingest.ts';
import { priorSettings } from './prior.ts';
import { trainSettings } from './train.ts';

const temperature = z.number().min(0.001).max(1);

export const evaluateSettings = z.strictObject({
  temperatures: z
    .array(temperature)
    .min(1)
    .default([0.01, 0.2, 0.38, 0.7, 1])
    .describe('Decoding temperatures to compare: towards 0 the likeliest colour, 1 the mean.'),
  temperature: temperature
    .default(0.38)
    .describe('The one whose figures stand for the model; added when missing.'),
  gallery: z.int().min(1).max(100).default(12).describe('Held-out photos shown in the report.'),
});

export type EvaluateSettings = z.output<typeof evaluateSettings>;

const NEEDS = ['ingest', 'convert', 'prior', 'patches', 'train'] as const;

/** Colours the held-out photos, measures them beside the baselines, and writes the report. */
export const evaluate = defineStage<EvaluateSettings>({
  name: 'evaluate',
  version: 1,
  needs: NEEDS,
  settings: evaluateSettings,

  async run(context) {
    const { settings, shards, read } = context;
    const measured = await shards([...planPredictions(context), ...planThumbnails(context)]);
    const report = await shards([await planReport(context, measured)]);
    const tables = measured.filter(({ table }) => table === metricsTable.name);
    const metrics = await Promise.all(tables.map(async (shard) => metricsTable.decode(await read(shard))));
    const { temperature } = settings;
    const scores = scoreWithIntervals(metrics, { temperature, originalOf: await readOriginals(context) });
    return {
      shards: [...measured, ...report],
      summary: summaryOf(scores),
      headline: headlineOf(scores, temperature),
      details: [...describeScores(scores, temperature), '', `report ${reportPath(context)}`],
      files: Object.fromEntries(report.map((shard) => [shard.name, shard])),
    };
  },
});

async function readOriginals({ artefact, read }: StageContext<EvaluateSettings>) {
  const photos = photosTable.decode(await read(artefact('ingest').shard('photos')));
  return originalsOf(photos, sameOriginalIn(artefact('ingest').manifest));
}

function reportPath({ folders }: StageContext<EvaluateSettings>): string {
  return join(relative(folders.workspace, folders.results), 'report.html');
}

function planPredictions({
  settings,
  artefact,
  inputOf,
}: StageContext<EvaluateSettings>): readonly ShardSpec[] {
  const trained = trainSettings.parse(artefact('train').manifest.settings);
  const { backEnd, targets, neighbours, sigma } = trained;
  const { temperature } = settings;
  const temperatures = [...new Set([...settings.temperatures, settings.temperature])].sort((x, y) => x - y);
  const model = ['model.json', 'weights.bin'].map((file) => ({
    ...inputOf(artefact('train').shard(`model/${file}`)),
    name: file,
  }));
  const priors = TRAINING_TABLES.map((name) => inputOf(artefact('prior').shard(name)));
  return artefact('convert')
    .shardsIn('test/')
    .map((images) => ({
      name: images.name,
      compute: 'predict',
      settings: { temperatures, temperature, targets: { targets, neighbours, sigma }, backEnd },
      inputs: [{ ...inputOf(images), name: 'images' }, ...model, ...priors],
    }));
}

function planThumbnails({ artefact, inputOf }: StageContext<EvaluateSettings>): readonly ShardSpec[] {
  return artefact('convert').manifest.shards.map((images) => ({
    name: `thumbnails/${images.name}`,
    compute: 'thumbnails',
    settings: {},
    inputs: [inputOf(images)],
  }));
}

async function planReport(
  context: StageContext<EvaluateSettings>,
  measured: readonly Shard[],
): Promise<ShardSpec> {
  const { artefact, inputOf } = context;
  const named = (prefix: string) => (shard: Shard) => ({ ...inputOf(shard), name: `${prefix}${shard.name}` });
  const patches = artefact('patches').manifest.shards.filter(({ rows }) => rows > 0);
  return {
    name: 'report',
    compute: 'report',
    settings: (await reportSettings(context)) as unknown as Json,
    inputs: [
      inputOf(artefact('ingest').shard('photos')),
      ...['prior', 'usage'].map((name) => inputOf(artefact('prior').shard(name))),
      ...['curves', 'epoch-patches'].map((name) => inputOf(artefact('train').shard(name))),
      ...patches.slice(0, 1).map(named('patches/')),
      ...artefact('convert').shardsIn('test/').map(named('images/')),
      ...measured.map(inputOf),
    ],
  };
}

async function reportSettings(context: StageContext<EvaluateSettings>): Promise<ReportSettings> {
  const { settings, artefact, recipe } = context;
  const artefacts = NEEDS.map((name) => artefact(name).manifest);
  const { gamut: kind, window, lambda } = priorSettings.parse(artefact('prior').manifest.settings);
  const sections = artefacts.map((manifest) => [manifest.stage, manifest.settings] as const);
  return {
    recipe: {
      name: recipe,
      json: JSON.stringify(Object.fromEntries([...sections, ['evaluate', settings]]), null, 2),
      insteadOf: insteadOf(artefact('ingest').manifest),
    },
    temperature: settings.temperature,
    gallery: settings.gallery,
    sameOriginal: sameOriginalIn(artefact('ingest').manifest),
    epochs: trainSettings.parse(artefact('train').manifest.settings).epochs,
    gamut: { kind, window, lambda },
    facts: await factsOf(context),
    reproduction: {
      commands: ['npm ci', `npx nx run pipeline:all -c ${recipe}`],
      stages: artefacts.map(({ stage, fingerprint }) => ({ stage, fingerprint })),
    },
    credits: await readCredits(context),
    unreadable: unreadableIn(artefact('ingest').manifest),
  };
}

const counts = z.record(z.string(), z.unknown());

async function factsOf({ artefact, read }: StageContext<EvaluateSettings>): Promise<ReportSettings['facts']> {
  const number = (from: Artefact, key: string) => z.number().parse(counts.parse(from.manifest.summary)[key]);
  const train = artefact('train');
  const { epoch } = curvesTable.decode(await read(train.shard('curves')));
  return {
    photosKept: number(artefact('ingest'), 'kept'),
    photosQuarantined: number(artefact('ingest'), 'quarantined'),
    photosNearGrey: number(artefact('convert'), 'nearGrey'),
    patches: number(artefact('patches'), 'train'),
    epochs: epoch.length,
    parameters: number(train, 'parameters'),
    backEnd: z.string().parse(counts.parse(train.manifest.summary)['backEnd']),
  };
}

/** Who made the bundled photos; people's own need no credit in their own report. */
async function readCredits({
  artefact,
  folders,
}: StageContext<EvaluateSettings>): Promise<Readonly<Record<string, Credit>>> {
  const { source } = ingestSettings.parse(artefact('ingest').manifest.settings);
  const stoodIn = insteadOf(artefact('ingest').manifest) !== null;
  if (source.kind !== 'bundled' && !stoodIn) return {};
  const licences = await readLicences(join(folders.data, 'photos', 'LICENSES.csv'));
  return Object.fromEntries([...licences].sort(([x], [y]) => (x < y ? -1 : 1)));
}
