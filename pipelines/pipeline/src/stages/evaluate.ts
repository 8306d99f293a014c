import { join, relative } from 'node:path';

import { readLicences } from '@tintype/images/sources';
import type { Decoding } from '@tintype/network';
import { curvesTable, metricsTable, photosTable } from '@tintype/records';
import {
  defineStage,
  type ForecastContext,
  type ForecastWork,
  type InputsOf,
  type ShardSpec,
  type StageContext,
  toInput,
} from '@tintype/stage';
import { asJson, type Shard } from '@tintype/store';

import { originalsOf } from '../evaluate/originals-of.ts';
import { planBundled } from '../evaluate/plan-bundled.ts';
import type { ReportSettings } from '../evaluate/report-settings.ts';
import { resolveDecoding } from '../evaluate/resolve-decoding.ts';
import { sayHowToColour, sayWhatToDo } from '../evaluate/say-what-to-do.ts';
import { scoreWithIntervals } from '../evaluate/scores/bootstrap-scores.ts';
import { describeScores, headlineOf } from '../evaluate/scores/describe-scores.ts';
import { TRAINING_TABLES } from '../evaluate/training-tables.ts';
import { shardsOf } from '../forecast/forecasts.ts';
import { colouringWork, imageWork } from '../forecast/work.ts';
import { sameOriginalIn } from '../ingest/same-original.ts';
import { listUncoloured } from '../judge-colours.ts';
import type { Credit } from '../report/report-data.ts';
import { summaryOf } from '../runs/evaluate-summary.ts';
import { evaluateSchemas, type EvaluateSettings } from '../schemas/evaluate.ts';
import { DATED_EVENT_FILES } from '../train/dated-event-files.ts';
import { convert } from './convert.ts';
import { ingest } from './ingest.ts';
import { patches } from './patches.ts';
import { prior } from './prior.ts';
import { train } from './train.ts';

const needs = { ingest, convert, prior, patches, train };

type Inputs = InputsOf<typeof needs>;
type EvaluateForecast = ForecastContext<EvaluateSettings, unknown, typeof needs>;
type EvaluateContext = StageContext<EvaluateSettings, unknown, Inputs>;

/** Colours the held-out photos, measures them beside the baselines, and writes the report. */
export const evaluate = defineStage({
  ...evaluateSchemas,
  version: 1,
  needs,
  dated: DATED_EVENT_FILES,
  forecast: (known) => ({ amounts: {}, work: forecastWork(known) }),

  async run(context) {
    const { inputs, shards, read } = context;
    const beside = await planBeside(context);
    const measured = await shards([...planPredictions(context), ...beside, ...planThumbnails(inputs)]);
    const report = await shards([await planReport(context, measured)]);
    const tables = measured.filter(({ table }) => table === metricsTable.name);
    const metrics = await Promise.all(tables.map(async (shard) => metricsTable.decode(await read(shard))));
    const { temperature } = decodingOf(context);
    const scores = scoreWithIntervals(metrics, { temperature, originalOf: await readOriginals(context) });
    return {
      shards: [...measured, ...report],
      summary: summaryOf(scores),
      headline: headlineOf(scores, temperature),
      details: [
        ...describeScores(scores, temperature),
        ...sayWhatToDo(scores, temperature, inputs.ingest.settings),
        '',
        `report ${reportPath(context)}`,
        sayHowToColour(context.recipe),
      ],
      files: Object.fromEntries(report.map((shard) => [shard.name, shard])),
    };
  },
});

function forecastWork({ settings, inputs }: EvaluateForecast): readonly ForecastWork[] {
  const { convert, prior, train } = inputs;
  const { test, anew } = convert.amounts;
  const all = test + convert.amounts.train + convert.amounts.validation;
  const images = anew * all;
  const { size } = convert.settings;
  const { network } = train.settings;
  const temperatures = temperaturesOf(settings, settings.temperature ?? 1).length; // one, whichever it will be
  const beside = {
    compute: 'colourBeside',
    shards: shardsOf(test, all, convert.settings),
    work: imageWork(test, size),
  };
  return [
    {
      compute: 'predict',
      shards: shardsOf(test, all, convert.settings),
      work: colouringWork({ network, ...prior.amounts, size, photos: test, temperatures }),
    },
    ...(settings.bundled ? [beside] : []),
    { compute: 'thumbnails', shards: shardsOf(images, all, convert.settings), work: imageWork(images, size) },
    { compute: 'report', shards: 1, work: 1 },
  ];
}

function decodingOf({ settings, inputs }: Pick<EvaluateContext, 'settings' | 'inputs'>): Decoding {
  return resolveDecoding(settings, inputs.train.summary.decoding);
}

function temperaturesOf({ temperatures }: EvaluateSettings, temperature: number): readonly number[] {
  return [...new Set([...temperatures, temperature])].sort((x, y) => x - y);
}

async function readOriginals({ inputs: { ingest }, read }: EvaluateContext) {
  const photos = photosTable.decodeColumns(await read(ingest.shard('photos')), ['photo', 'path']);
  return originalsOf(photos, sameOriginalIn(ingest));
}

function reportPath({ folders }: EvaluateContext): string {
  return join(relative(folders.workspace, folders.results), 'report.html');
}

function planPredictions(context: EvaluateContext): readonly ShardSpec[] {
  const { settings, inputs } = context;
  const { backEnd, targets, neighbours, sigma, network } = inputs.train.settings;
  const decoding = decodingOf(context);
  const temperatures = temperaturesOf(settings, decoding.temperature);
  const { bins } = inputs.prior.summary;
  const { size } = inputs.convert.settings;
  const model = ['model.json', 'weights.bin'].map((file) =>
    toInput(inputs.train.shard(`model/${file}`), file),
  );
  const priors = TRAINING_TABLES.map((name) => toInput(inputs.prior.shard(name)));
  return inputs.convert.shardsIn('test/').map((images) => ({
    key: {
      name: images.name,
      compute: 'predict',
      settings: { ...decoding, temperatures, targets: { targets, neighbours, sigma }, backEnd },
      inputs: [toInput(images, 'images'), ...model, ...priors],
    },
    hints: {
      work: colouringWork({ network, bins, size, photos: images.rows, temperatures: temperatures.length }),
    },
  }));
}

/** The same photos by the bundled model, where the recipe asks for it. */
async function planBeside({ settings, inputs, folders }: EvaluateContext): Promise<readonly ShardSpec[]> {
  if (!settings.bundled) return [];
  const { convert, prior, train } = inputs;
  const shown = {
    backEnd: train.settings.backEnd,
    images: convert.shardsIn('test/'),
    size: convert.settings.size,
    balance: prior.shard('balance'),
    model: train.shard('model/model.json'),
  };
  return planBundled(shown, folders);
}

function planThumbnails({ convert }: Inputs): readonly ShardSpec[] {
  return convert.shards.map((images) => ({
    key: {
      name: `thumbnails/${images.name}`,
      compute: 'thumbnails',
      settings: {},
      inputs: [toInput(images)],
    },
    hints: { work: imageWork(images.rows, convert.settings.size) },
  }));
}

async function planReport(context: EvaluateContext, measured: readonly Shard[]): Promise<ShardSpec> {
  const { ingest, convert, prior, patches, train } = context.inputs;
  const under = (prefix: string) => (shard: Shard) => toInput(shard, `${prefix}${shard.name}`);
  return {
    key: {
      name: 'report',
      compute: 'report',
      settings: asJson(await reportSettings(context)),
      inputs: [
        toInput(ingest.shard('photos')),
        ...['prior', 'usage'].map((name) => toInput(prior.shard(name))),
        ...['curves', 'epoch-patches'].map((name) => toInput(train.shard(name))),
        ...patches.shards
          .filter(({ rows }) => rows > 0)
          .slice(0, 1)
          .map(under('patches/')),
        ...convert.shardsIn('test/').map(under('images/')),
        ...measured.map((shard) => toInput(shard)),
      ],
    },
    hints: { work: 1 },
  };
}

async function reportSettings(context: EvaluateContext): Promise<ReportSettings> {
  const { settings, inputs, recipe } = context;
  const { ingest, convert, prior, train } = inputs;
  const manifests = Object.values(inputs).map(({ manifest }) => manifest);
  const { gamut: kind, window } = prior.summary;
  const sections = manifests.map((manifest) => [manifest.stage, manifest.settings] as const);
  return {
    recipe: {
      name: recipe,
      json: JSON.stringify(Object.fromEntries([...sections, ['evaluate', settings]]), null, 2),
      insteadOf: ingest.summary.insteadOf,
    },
    ...decodingOf(context),
    gallery: settings.gallery,
    sameOriginal: sameOriginalIn(ingest),
    epochs: train.settings.epochs,
    keptEpoch: train.summary.keptEpoch,
    gamut: { kind, window, lambda: prior.settings.lambda },
    facts: await factsOfRun(context),
    reproduction: {
      commands: ['npm ci', `npx nx run pipeline:all -c ${recipe}`],
      stages: manifests.map(({ stage, fingerprint }) => ({ stage, fingerprint })),
    },
    credits: await readCredits(context),
    unreadable: ingest.summary.unreadable,
    unused: listUncoloured(convert.summary),
    noted: ingest.summary.noted,
  };
}

async function factsOfRun({ inputs, read }: EvaluateContext): Promise<ReportSettings['facts']> {
  const { ingest, convert, patches, train } = inputs;
  const { epoch } = curvesTable.decode(await read(train.shard('curves')));
  return {
    photosKept: ingest.summary.kept,
    photosQuarantined: ingest.summary.quarantined,
    photosNearGrey: convert.summary.nearGrey,
    photosToned: convert.summary.toned.length,
    patches: patches.summary.train,
    epochs: epoch.length,
    parameters: train.summary.parameters,
    backEnd: train.summary.backEnd,
  };
}

/** Who made the bundled photos; people's own need no credit in their own report. */
async function readCredits({
  inputs: { ingest },
  folders,
}: EvaluateContext): Promise<Readonly<Record<string, Credit>>> {
  const isBundled = ingest.settings.source.kind === 'bundled' || ingest.summary.insteadOf !== null;
  if (!isBundled) return {};
  const licences = await readLicences(join(folders.data, 'photos', 'LICENSES.csv'));
  return Object.fromEntries([...licences].sort(([x], [y]) => (x < y ? -1 : 1)));
}
