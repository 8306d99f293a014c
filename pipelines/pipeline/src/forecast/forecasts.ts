import type { Forecast, ForecastContext, ForecastWork } from '@tintype/stage';
import { canonicalJson } from '@tintype/store';

import { countInShard } from '../count-in-shard.ts';
import type { ConvertSettings } from '../schemas/convert.ts';
import type { IngestSettings, IngestSummary } from '../schemas/ingest.ts';
import type { PatchesSettings } from '../schemas/patches.ts';
import type { PriorSettings } from '../schemas/prior.ts';
import { imageWork, samplingWork, usualBins } from './work.ts';

/** How many photos each split has, and the share of all whose images are to be made anew. */
export type PhotoAmounts = Readonly<Record<'train' | 'validation' | 'test' | 'anew', number>>;

type Known<Settings, Summary = unknown> = Omit<ForecastContext<Settings, Summary>, 'inputs'>;

/** From the photos that are listed; those of a source that is not there are known where it says how many it has. */
export function forecastIngest({
  settings,
  artefact,
  told,
  files,
}: Known<IngestSettings, IngestSummary>): Forecast<PhotoAmounts> | null {
  const all = files.all > 0 ? files.all : countOf(settings, artefact);
  if (all === null) return null;
  const anew = files.all > 0 && artefact !== null ? files.fresh / files.all : 1;
  const { train, validation, test } = splitsOf(settings, { all, artefact, told });
  return {
    amounts: { train, validation, test, anew },
    work: [
      { compute: 'inspect', shards: all / settings.photosPerTask, work: all },
      { compute: 'tabulate', shards: 1, work: all },
    ],
  };
}

function countOf(
  { source }: IngestSettings,
  artefact: Known<IngestSettings, IngestSummary>['artefact'],
): number | null {
  if (source.kind === 'generated') return source.count;
  const same = artefact !== null && canonicalJson(artefact.settings.source) === canonicalJson(source);
  return same ? artefact.summary.photos : null;
}

/** As they fell at the last run, where photos are parted as then, or else by their shares. */
function splitsOf(
  settings: IngestSettings,
  {
    all,
    artefact,
    told,
  }: Pick<Known<IngestSettings, IngestSummary>, 'artefact' | 'told'> & { readonly all: number },
) {
  if (artefact !== null && (told || partsAlike(settings, artefact.settings))) {
    const { photos, train, validation, test } = artefact.summary;
    const growth = all / Math.max(1, photos);
    return { train: train * growth, validation: validation * growth, test: test * growth };
  }
  const test = all * (settings.fold === null ? settings.test : 1 / settings.fold.of);
  const validation = all * settings.validation;
  return { train: all - validation - test, validation, test };
}

function partsAlike(one: IngestSettings, other: IngestSettings): boolean {
  const splitOf = ({ validation, test, fold, seed }: IngestSettings) =>
    JSON.stringify([validation, test, fold?.of, fold?.held, seed]);
  return splitOf(one) === splitOf(other);
}

interface ImagesKnown extends Known<ConvertSettings> {
  readonly inputs: { readonly ingest: { readonly amounts: PhotoAmounts } };
}

/** One photo more or less means work for all of its shard. */
export function forecastConvert({
  settings,
  artefact,
  told,
  shards,
  inputs,
}: ImagesKnown): Forecast<PhotoAmounts> {
  const { train, validation, test, anew } = inputs.ingest.amounts;
  const same = artefact !== null && canonicalJson(artefact.settings) === canonicalJson(settings);
  const share = told ? shards.missing / Math.max(1, shards.wanted) : same ? anew : 1;
  const all = train + validation + test;
  const touched = told ? share : Math.min(1, share * countInShard(settings, all));
  const images = all * touched;
  const work = imageWork(images, settings.size);
  return {
    amounts: { train, validation, test, anew: touched },
    work: [{ compute: 'convert', shards: shardsOf(images, all, settings), work, copies: touched < 1 }],
  };
}

/** In how many shards `images` of `all` lie: these are split until none is too large, so they are three quarters full on the average. */
export function shardsOf(
  images: number,
  all: number,
  settings: Pick<ConvertSettings, 'photosPerShard' | 'size'>,
): number {
  return Math.ceil(images / (0.75 * countInShard(settings, all)));
}

interface ConvertedKnown {
  readonly inputs: {
    readonly convert: { readonly amounts: PhotoAmounts; readonly settings: ConvertSettings };
  };
}

export function forecastPrior({
  settings,
  artefact,
  inputs: { convert },
}: Known<PriorSettings, { readonly bins: number }> & ConvertedKnown): Forecast<{ readonly bins: number }> {
  const { gamut, window } = settings;
  const alike = artefact?.settings.gamut === gamut && artefact.settings.window === window;
  const { train, validation, test, anew } = convert.amounts;
  const all = train + validation + test;
  const work: readonly ForecastWork[] = [
    {
      compute: 'count',
      shards: shardsOf(anew * all, all, convert.settings),
      work: imageWork(anew * all, convert.settings.size),
    },
    { compute: 'merge', shards: 1, work: shardsOf(all, all, convert.settings), copies: anew < 1 },
    { compute: 'derive', shards: 1, work: 1 },
  ];
  return { amounts: { bins: alike ? artefact.summary.bins : usualBins(gamut, window) }, work };
}

/** Held-out photos give no patches. */
export function forecastPatches({
  settings,
  artefact,
  told,
  inputs: { convert },
}: Known<PatchesSettings, PatchAmounts> & ConvertedKnown): Forecast<PatchAmounts> {
  const { anew } = convert.amounts;
  const { perPhoto, window } = settings;
  const images = convert.amounts.train + convert.amounts.validation;
  const same = artefact !== null && canonicalJson(artefact.settings) === canonicalJson(settings);
  const share = same ? anew : 1;
  const amounts =
    told && artefact !== null
      ? artefact.summary
      : { train: convert.amounts.train * perPhoto, validation: convert.amounts.validation * perPhoto };
  const shards = shardsOf(share * images, images + convert.amounts.test, convert.settings);
  return {
    amounts,
    work: [{ compute: 'sample', shards, work: samplingWork(share * images * perPhoto, window) }],
  };
}

export type PatchAmounts = Readonly<Record<'train' | 'validation', number>>;
