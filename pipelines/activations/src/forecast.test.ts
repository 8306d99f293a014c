import { describe, expect, it } from '@jest/globals';
import { predictRun, type RecordedStage } from '@tintype/stage/testing';
import { z } from 'zod';

import { activations } from './activations.ts';

const QUICK = {
  ingest: { validation: 500, trainPictures: 1800, testPictures: 1000 },
  train: { seeds: [7], epochs: 2, learningRate: 0.001, measured: 500 },
  report: {},
};

function rate(shards: number, work: number, workMs: number, fixedMs: number) {
  return { shards, work, workMs, fixedMs, settings: z.json().parse(QUICK) };
}

/** Recorded of a quick review of ten networks on two cores; milliseconds. */
const MEASURED: Readonly<Record<string, RecordedStage['rates']>> = {
  ingest: { overheadMs: 120, computations: { digits: rate(1, 4, 2600, 0) } },
  train: { overheadMs: 51, computations: { trainCell: rate(10, 147_756_544_000, 5528, 25637) } },
  report: { overheadMs: 100, computations: { report: rate(1, 1, 1500, 0) } },
};

function predict(recipe: Readonly<Record<string, object>>) {
  return predictRun(
    activations,
    Object.fromEntries(
      activations.stages.map(({ name, settings }): [string, RecordedStage] => [
        name,
        {
          settings: z.json().parse(settings.parse(recipe[name] ?? {})),
          ...{ manifest: null, told: false, files: { all: 0, fresh: 0 }, shards: { wanted: 0, missing: 0 } },
          rates: MEASURED[name] ?? { overheadMs: 0, computations: {} },
        },
      ]),
    ),
    2,
  );
}

describe('what a quick review foretells', () => {
  it('is what the default one takes, of which nothing is there yet, within a factor of 2', () => {
    const minutes = (predict({})['train'] ?? NaN) / 60;
    expect(minutes).toBeGreaterThan(27.7 / 2); // it took 27 min 42 s
    expect(minutes).toBeLessThan(27.7 * 2);
  });

  it('grows with the networks, the epochs and the pictures', () => {
    const seconds = (recipe: Readonly<Record<string, object>>) => predict(recipe)['train'] ?? NaN;
    const one = seconds({ train: { seeds: [1] } });
    expect(seconds({ train: { seeds: [1, 2, 3] } }) / one).toBeCloseTo(3, 1);
    expect(seconds({ train: { seeds: [1], epochs: 20 } }) / one).toBeCloseTo(2, 0);
    expect(seconds({ train: { seeds: [1] }, ingest: { trainPictures: 5500 } }) / one).toBeLessThan(0.3);
  });
});
