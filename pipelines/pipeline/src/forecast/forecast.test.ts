import { describe, expect, it } from '@jest/globals';
import { predictRun, type RecordedStage } from '@tintype/stage/testing';
import { type Json } from '@tintype/store';
import { z } from 'zod';

import { pipeline } from '../pipeline.ts';

type Rates = RecordedStage['rates'];

/** Recorded of one run over 36 photos on two cores, with the settings below; milliseconds. */
const MEASURED: Readonly<Record<string, Rates>> = {
  ingest: rates(105, { inspect: [1, 36, 1078, 0], tabulate: [1, 36, 22, 0] }),
  convert: rates(137, { convert: [14, 3_538_944, 3360, 0] }),
  prior: rates(84, {
    count: [14, 3_538_944, 6769, 0],
    merge: [1, 14, 799, 0],
    derive: [1, 1, 1759, 0],
  }),
  patches: rates(130, { sample: [11, 1_769_472, 2864, 0] }),
  train: rates(426, { train: [1, 80_707_512_320, 9240, 9914] }),
  evaluate: rates(742, {
    predict: [3, 7_274_744, 70_862, 15_002],
    thumbnails: [14, 3_538_944, 4070, 0],
    report: [1, 1, 2734, 2087],
  }),
};

/** The same with less beside it, of photos 250 pixels wide. */
const MEASURED_LATER: Readonly<Record<string, Rates>> = {
  ingest: rates(105, { inspect: [1, 36, 1078, 0], tabulate: [1, 36, 22, 0] }),
  convert: rates(2391, { convert: [14, 3_429_648, 968, 0] }),
  prior: rates(1761, {
    count: [14, 3_429_648, 1647, 0],
    merge: [1, 14, 799, 0],
    derive: [1, 1, 354, 0],
  }),
  patches: rates(1255, { sample: [11, 1_769_472, 251, 0] }),
  train: rates(112, { train: [1, 81_270_117_035, 5989, 2736] }),
  evaluate: rates(501, {
    predict: [3, 7_009_235, 29_842, 6089],
    thumbnails: [14, 3_429_648, 1360, 0],
    report: [1, 1, 1372, 974],
  }),
};

function rates(
  overheadMs: number,
  of: Readonly<Record<string, readonly [shards: number, work: number, workMs: number, fixedMs: number]>>,
): Rates {
  const computations = Object.fromEntries(
    Object.entries(of).map(([name, [shards, work, workMs, fixedMs]]) => [
      name,
      { shards, work, workMs, fixedMs, settings: {} },
    ]),
  );
  return { overheadMs, computations };
}

const BASE = {
  ingest: { source: { kind: 'folder', path: 'photos' } },
  train: { epochs: 2 },
  evaluate: { temperatures: [0.38], temperature: 0.38 },
};

const INGESTED = {
  ...{ photos: 36, kept: 36, quarantined: 0, unreadable: [], classes: ['forest'], insteadOf: null },
  ...{ train: 26, validation: 1, test: 9 },
};

/** What that run left. */
const LEFT: Readonly<Record<string, Json>> = {
  ingest: INGESTED,
  convert: { images: 36, nearGrey: 0, size: 256 },
  prior: { bins: 102, gamut: 'dataset', window: 10, beyond: 0, weightMin: 0.39, weightMax: 3.94 },
  patches: { train: 1664, validation: 64 },
  train: { backEnd: 'tensorflow', parameters: 42_082, epochs: 2, keptEpoch: 2, stoppedEarly: false },
  evaluate: {},
};

const settingsOf = (recipe: Readonly<Record<string, object>>, stage: string): Json =>
  z.json().parse(pipeline.stages.find(({ name }) => name === stage)?.settings.parse(recipe[stage] ?? {}));

interface Change {
  /** Sections of the recipe that are other ones now. */
  readonly recipe?: Readonly<Record<string, object>>;
  readonly freshPhotos?: number;
  /** Stages of which nothing is to be computed, and those of which only some computations are. */
  readonly computes: Readonly<Record<string, readonly string[]>>;
  readonly measured?: Readonly<Record<string, Rates>>;
  /** Stages that left something else. */
  readonly left?: Readonly<Record<string, Json>>;
}

const predict = ({ recipe = {}, freshPhotos = 0, computes, measured = MEASURED, left = {} }: Change) =>
  predictRun(
    pipeline,
    Object.fromEntries(
      pipeline.stages.map(({ name }): [string, RecordedStage] => {
        const done = computes[name]?.length === 0;
        const manifest = { settings: settingsOf(BASE, name), summary: left[name] ?? LEFT[name] ?? {} };
        return [
          name,
          {
            settings: settingsOf({ ...BASE, ...recipe }, name),
            manifest,
            told: done,
            files: { all: name === 'ingest' ? 36 + freshPhotos : 0, fresh: freshPhotos },
            shards: { wanted: 14, missing: done ? 0 : 14 },
            rates: measured[name] ?? rates(0, {}),
            ...(computes[name] && { computes: computes[name] }),
          },
        ];
      }),
    ),
    2,
  );

/** How the models decode was given then, and not chosen. */
const GIVEN = { train: ['train'] };
const SAME = { ...GIVEN, ingest: [], convert: [], patches: [] };
/** Changes with the seconds that each stage took then, as the command said. */
const TRIALS: Readonly<Record<string, readonly [Change, Readonly<Record<string, number>>]>> = {
  'another λ': [
    { recipe: { prior: { lambda: 0.7 } }, computes: { ...SAME, prior: ['derive'] } },
    { prior: 2.07, train: 13.6, evaluate: 71.9 },
  ],
  'more epochs': [
    { recipe: { train: { epochs: 5 } }, computes: { ...SAME, prior: [] } },
    { train: 43.7, evaluate: 47.8 },
  ],
  'a wider network': [
    { recipe: { train: { epochs: 2, network: { width: 8 } } }, computes: { ...SAME, prior: [] } },
    { train: 26.6, evaluate: 65.7 },
  ],
  'smaller images': [
    { recipe: { convert: { size: 192 } }, computes: GIVEN },
    { prior: 5.27, patches: 2.9, train: 20.3, evaluate: 41.5 },
  ],
  'more temperatures': [
    {
      recipe: { evaluate: { temperatures: [0.1, 0.38, 0.7, 1], temperature: 0.38 } },
      computes: { ...SAME, prior: [], train: [], evaluate: ['predict', 'report'] },
    },
    { evaluate: 66.2 },
  ],
  'a new photo': [
    { freshPhotos: 1, measured: MEASURED_LATER, computes: GIVEN },
    { convert: 1.99, prior: 2.2, patches: 1.1, train: 10.4, evaluate: 31.2 },
  ],
};

describe('what one run foretells', () => {
  it.each(Object.entries(TRIALS))('of %s, within a factor of 2', (_name, [change, took]) => {
    const foretold = predict(change);
    const sum = (stages: Readonly<Record<string, number>>) =>
      Object.keys(took).reduce((total, stage) => total + (stages[stage] ?? NaN), 0);
    for (const [stage, seconds] of Object.entries(took)) {
      expect([
        stage,
        (foretold[stage] ?? NaN) / seconds > 0.5,
        (foretold[stage] ?? NaN) / seconds < 2,
      ]).toEqual([stage, true, true]);
    }
    expect(sum(foretold) / sum(took)).toBeGreaterThan(0.5);
    expect(sum(foretold) / sum(took)).toBeLessThan(2);
  });

  it('of the bundled model beside grows with the held-out photos', () => {
    const measured = { evaluate: rates(0, { colourBeside: [3, 9 * (256 ** 2 + 2 ** 15), 9000, 0] }) };
    const of = (test: number) =>
      predict({
        recipe: { evaluate: { bundled: true } },
        computes: { ...SAME, prior: [], train: [], evaluate: ['colourBeside'] },
        measured,
        left: { ingest: { ...INGESTED, train: 35 - test, test } },
      })['evaluate'];
    expect(of(9)).toBeCloseTo(4.5, 0); // as measured, by two threads
    expect(of(18)).toBeCloseTo(9, 0);
  });
});
