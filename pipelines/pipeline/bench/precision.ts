import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { lineChart } from '@tintype/charts';
import type { Input } from '@tintype/executor';
import { shardRequest } from '@tintype/executor/testing';
import { svgToPng } from '@tintype/images';
import { type BenchResult, median, report } from '@tintype/network/bench';
import { curvesTable } from '@tintype/records';

import { train, type TrainTask } from '../src/compute/train.ts';
import { openRunFiles } from '../src/runs/open-run-files.ts';
import { readRun } from '../src/runs/read-run.ts';
import { trainSettings } from '../src/schemas/train.ts';
import { toInput } from './article/run-artefacts.ts';

/**
 * Trains what a recipe has by default with float32 and with bfloat16 from several seeds, on the artefacts of a run that is
 * there, and says whether the precisions differ by more than seeds do. `--png` draws the curves side by side.
 */
const { values: options } = parseArgs({
  options: {
    json: { type: 'string' },
    png: { type: 'string' },
    recipe: { type: 'string', default: 'default' },
    seeds: { type: 'string', default: '3' },
  },
});
const PRECISIONS = ['float32', 'bfloat16'] as const;
type Precision = (typeof PRECISIONS)[number];

const { patches, prior } = (await readRun(options.recipe, openRunFiles('data'))).artefacts;
const curves: Record<Precision, Float64Array[]> = { float32: [], bfloat16: [] };
for (let seed = 1; seed <= Number(options.seeds); seed++)
  for (const precision of PRECISIONS) {
    curves[precision].push(await validationKl(precision, seed));
    process.stderr.write(`${precision}, seed ${seed}: KL ${curves[precision].at(-1)?.at(-1)?.toFixed(3)}\n`);
  }
await report(results(), options.json);
if (options.png !== undefined) await writeFile(options.png, await svgToPng(chart(), 1200));

/** KL per epoch on the validation patches. */
async function validationKl(precision: Precision, seed: number): Promise<Float64Array> {
  const { gamut: kind, window } = prior.summary;
  const settings: TrainTask = {
    ...trainSettings.parse({ backEnd: 'tensorflow', precision, seed }),
    gamut: { kind, window },
  };
  const checkpoints = await mkdtemp(join(tmpdir(), 'tintype-bench-'));
  const outputs = await train(
    shardRequest({
      name: 'train',
      settings,
      inputs: inputs(),
      checkpoints,
      note: (text) => process.stderr.write(`${text}\n`),
    }),
  );
  await rm(checkpoints, { recursive: true });
  const bytes = outputs.find(({ name }) => name === 'curves')?.bytes;
  if (bytes === undefined) throw new Error('Internal error: expected curves from training');
  return curvesTable.decode(bytes).validationKl;
}

function inputs(): readonly Input[] {
  return [...prior.shards.filter(({ name }) => name === 'prior'), ...patches.shards].map(toInput);
}

/** The difference of the means over seeds, held against what seeds alone do. */
function results(): readonly BenchResult[] {
  const last = (precision: Precision) => curves[precision].map((curve) => curve.at(-1) ?? NaN);
  const [whole, half] = [last('float32'), last('bfloat16')];
  const spread = Math.max(...whole) - Math.min(...whole);
  const difference = Math.abs(mean(half) - mean(whole));
  const figure = (metric: string, value: number, rest: Partial<BenchResult> = {}): BenchResult => ({
    ...{ metric, value: Number(value.toPrecision(4)), unit: 'nats', peer: null, ratio: null },
    ...{ target: null, holds: null },
    ...rest,
  });
  return [
    figure('KL, float32, median of seeds', median(whole)),
    figure('KL, bfloat16, median of seeds', median(half)),
    figure('spread over seeds, float32', spread),
    figure('difference of the means', difference, { target: spread, holds: difference <= spread }),
  ];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function chart(): string {
  return lineChart({
    title: 'Validation KL by precision, one line per seed',
    xLabel: 'epoch',
    xTicks: 'whole',
    yLabel: 'KL, nats',
    names: 'legend',
    series: PRECISIONS.flatMap((precision, colour) =>
      curves[precision].map((curve, seed) => ({
        name: `${precision}, seed ${seed + 1}`,
        colour,
        dashed: precision === 'bfloat16',
        points: [...curve].map((y, epoch) => ({ x: epoch + 1, y })),
      })),
    ),
  });
}
