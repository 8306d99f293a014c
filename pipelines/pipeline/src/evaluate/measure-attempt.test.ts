import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import {
  binCount,
  countAb,
  describeLogits,
  gamutFromHull,
  labToSrgb,
  measureCodes,
  nearestBin,
  priorFromCounts,
  rngFrom,
  softEncoder,
  srgbToLab,
  takeAb,
  takeLightness,
  weighPixels,
} from '@tintype/colour';
import { decodePhoto } from '@tintype/images';
import { metricsTable } from '@tintype/records';

import type { MethodScore } from '../runs/method-row.ts';
import { encodeMetrics } from './encode-metrics.ts';
import { describeTruth, measureAttempt } from './measure-attempt.ts';
import { scoreMethods } from './scores/score-methods.ts';

const SIDE = 40;
const TARGETS = { neighbours: 5, sigma: 5 };
const PHOTOS = join(import.meta.dirname, '../../../../data/photos');

/** A photo coloured wrongly, some of it out of sRGB, and the distributions of a network that guesses. */
async function fixture(name: string) {
  const rng = rngFrom('fixture', name);
  const lab = srgbToLab(await decodePhoto(readFileSync(join(PHOTOS, name)), SIDE));
  const gamut = gamutFromHull();
  const nearest = nearestBin(gamut);
  const prior = priorFromCounts(countAb(lab), gamut, { lambda: 0.5, smoothing: TARGETS });
  const ab = takeAb(lab);
  const weights = weighPixels(ab, (a, b) => 1 / (prior.probability[nearest(a, b)] ?? NaN));
  return {
    truth: describeTruth({ lightness: takeLightness(lab), ab, size: SIDE }, labToSrgb(lab), weights),
    gamut,
    prior,
    ab: ab.map((value) => 1.6 * value + 20 * (rng() - 0.5)),
    logits: Float32Array.from({ length: SIDE * SIDE * binCount(gamut) }, () => 4 * rng()),
  };
}

type Fixture = Awaited<ReturnType<typeof fixture>>;

function measured({ truth, gamut, prior, ab, logits }: Fixture): {
  score: MethodScore;
  rgb: Uint8ClampedArray;
} {
  const soft = softEncoder(gamut, TARGETS)(truth.ab);
  const codes = measureCodes(describeLogits(logits, gamut), soft, prior.weight);
  const attempt = { method: 'network', temperature: 0.38, ab, codes } as const;
  const rgb = new Uint8ClampedArray(truth.rgb.length);
  const row = measureAttempt('00'.repeat(32), attempt, truth, rgb);
  const [score] = scoreMethods([metricsTable.decode(encodeMetrics([row]))]);
  if (score === undefined) throw new Error('expected a score');
  return { score, rgb };
}

const python = process.env['TINTYPE_PYTHON'] ?? '';
const usable = python !== '' && spawnSync(python, ['-c', 'import numpy, scipy, skimage']).status === 0;
if (!usable) {
  const why = python === '' ? 'is not set' : `(${python}) lacks scikit-image`;
  process.stderr.write(`Measures are not compared with scikit-image: TINTYPE_PYTHON ${why}\n`);
}

function byPython({ truth, gamut, prior, ab, logits }: Fixture, coloured: Uint8ClampedArray) {
  const input = JSON.stringify({
    side: SIDE,
    truth: [...truth.rgb],
    coloured: [...coloured],
    ab: [...ab],
    bins: [...gamut.bins],
    probability: [...prior.probability],
    weight: [...prior.weight],
    logits: [...logits],
  });
  const script = join(import.meta.dirname, 'measure-attempt.test.py');
  const printed = execFileSync(python, [script], { input, encoding: 'utf8', maxBuffer: 2 ** 26 });
  return JSON.parse(printed) as Readonly<Record<string, number>>;
}

describe('the measures of a coloured photo', () => {
  const maybe = usable ? it : it.skip;

  maybe.each(['coast_maldives-jetty-a.jpg', 'coast_crab-closeup.jpg'])(
    'equal those of numpy and scikit-image: %s',
    async (name) => {
      const given = await fixture(name);
      const { score, rgb } = measured(given);
      const expected = byPython(given, rgb);
      expect(Object.keys(expected)).toHaveLength(16);
      for (const [measure, value] of Object.entries(expected)) {
        const ours = score[measure as keyof MethodScore];
        expect([measure, Math.abs(Number(ours) - value) < 1e-4, ours, value]).toEqual([
          measure,
          true,
          ours,
          value,
        ]);
      }
    },
  );

  it('survive the table that they are written to', async () => {
    const { score } = measured(await fixture('coast_crab-closeup.jpg'));
    expect(score).toMatchObject({ method: 'network', temperature: 0.38, photos: 1 });
    expect(score.outOfGamut).toBeGreaterThan(0);
    expect(score.kl).toBeLessThan(score.crossEntropy ?? 0);
  });
});
