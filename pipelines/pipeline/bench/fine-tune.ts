import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { MEASURES } from '@tintype/colour';
import { type BenchResult, report } from '@tintype/network/bench';
import { textTable } from '@tintype/terminal';

import { leadText, measureText } from '../src/report/show-measure.ts';
import { COMPARED } from '../src/runs/method-row.ts';
import { compareBundled, type Comparison } from './fine-tune/compare-bundled.ts';
import { openWorkspace, runSeed, type TunedSeed } from './fine-tune/run-seed.ts';

/**
 * Whether the recipe `folder` leaves photos worse than the bundled model, from which it starts, would: for each seed of
 * split and training all stages run on a folder of photos, and both models colour what was held out.
 *
 * It holds when, over all seeds, balanced AuC is at most .005 below the bundled model's, and no seed is clearly worse:
 * more than .005 below it, with a paired interval that excludes zero.
 */
const { values: options } = parseArgs({
  options: {
    json: { type: 'string' },
    photos: { type: 'string' },
    seeds: { type: 'string', default: '5' },
  },
});
const LOSS = -0.005;
const { photos } = options;
if (photos === undefined)
  throw new Error('--photos: expected a folder with a folder of photos for each class');
const count = Number(options.seeds);
if (!Number.isInteger(count) || count < 1)
  throw new Error(`--seeds: expected a whole number from 1, got ${options.seeds}`);

const results = await measureSeeds(photos);
await report(results, options.json);
process.exit(); // a GPU device may keep Node alive

async function measureSeeds(folder: string): Promise<readonly BenchResult[]> {
  const workspace = await mkdtemp(join(tmpdir(), 'tintype-fine-tune-'));
  const host = await openWorkspace(workspace);
  try {
    const seeds: TunedSeed[] = [];
    for (let seed = 1; seed <= count; seed++) seeds.push(await runSeed(folder, seed, host));
    host.terminal.write(`\n${tableOf(seeds).join('\n')}\n\n`);
    return resultsOf(seeds);
  } finally {
    await host.executor.close();
    await rm(workspace, { recursive: true });
  }
}

function tableOf(seeds: readonly TunedSeed[]): readonly string[] {
  const measures = COMPARED.flatMap((key) => [MEASURES[key].short, 'minus bundled, 95 %']);
  const all = { name: 'all', kept: '', comparison: compareBundled(seeds) };
  const rows = [...seeds.map((seed) => rowOf(seed)), all];
  return textTable(
    ['seed', 'held out', 'kept', ...measures, 'ratio'].map((title) => ({ title })),
    rows.map(({ name, kept, comparison: { tuned, bundled } }) => [
      name,
      String(tuned.photos),
      kept,
      ...COMPARED.flatMap((key) => {
        const lead = bundled.lead[key];
        return [measureText(key, tuned[key]), lead === undefined ? '–' : leadText(key, lead)];
      }),
      ratioOf(tuned.aucBalanced, bundled.aucBalanced)?.toFixed(3) ?? '–',
    ]),
  );
}

function rowOf(seed: TunedSeed) {
  return { name: String(seed.seed), kept: describeKept(seed), comparison: compareBundled([seed]) };
}

/** "epoch 2: .871 .874 .872": the AuC of validation patches of the start and after each epoch. */
function describeKept({ keptEpoch, validation }: TunedSeed): string {
  const aucs = validation.map((auc) => auc.toFixed(MEASURES.auc.digits + 1)).join(' ');
  return `${keptEpoch === 0 ? 'the start' : `epoch ${keptEpoch}`}: ${aucs}`;
}

function resultsOf(seeds: readonly TunedSeed[]): readonly BenchResult[] {
  const each = seeds.map((seed) => ({ name: `seed ${seed.seed}`, comparison: compareBundled([seed]) }));
  const all = compareBundled(seeds);
  const difference = differenceOf(all);
  const worse = each.filter(({ comparison }) => isClearlyWorse(comparison)).length;
  return [
    ...[...each, { name: 'all seeds', comparison: all }].flatMap(figuresOf),
    judged('all seeds: balanced AuC minus that of the bundled model', difference, LOSS, difference >= LOSS),
    judged('seeds clearly worse than the bundled model', worse, 0, worse === 0),
  ];
}

function figuresOf({ name, comparison: { tuned, bundled } }: { name: string; comparison: Comparison }) {
  return COMPARED.map((key): BenchResult => ({
    ...judged(`${name}: ${MEASURES[key].name}`, tuned[key] ?? NaN),
    unit: MEASURES[key].unit,
    peer: 'bundled model',
    ratio: ratioOf(tuned[key], bundled[key]),
  }));
}

function judged(
  metric: string,
  value: number,
  target: number | null = null,
  holds: boolean | null = null,
): BenchResult {
  return { metric, value: Number(value.toFixed(4)), unit: '', peer: null, ratio: null, target, holds };
}

function differenceOf({ bundled }: Comparison): number {
  return bundled.lead.aucBalanced?.difference ?? NaN;
}

function isClearlyWorse(comparison: Comparison): boolean {
  return differenceOf(comparison) < LOSS && comparison.bundled.lead.aucBalanced?.isClear === true;
}

function ratioOf(value: number | null, peer: number | null): number | null {
  return value === null || peer === null || peer === 0 ? null : Number((value / peer).toFixed(4));
}
