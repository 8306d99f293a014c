import { bestValue, type Measures, perMeasure } from '@tintype/colour';
import { curvesTable, parseFacts } from '@tintype/records';
import { readMeasuredMs, shardNamed } from '@tintype/stage';
import { readShard } from '@tintype/stage/read-shard';

import { readRun, type Run } from '../runs/read-run.ts';
import type { RunFiles } from '../runs/run-files.ts';
import { findAuc } from '../train/kept-epoch.ts';
import type { Combination } from './grid.ts';
import type { CombinedRun } from './list-runs.ts';

/** What a combination came to. */
export interface SweepResult {
  readonly recipe: string;
  readonly settings: Combination;
  /** Raw AuC of the decoded validation patches, of the epoch that was kept; null without validation photos. */
  readonly validationAuc: number | null;
  /** Held-out photos, and what the network scores on them as it was chosen to be decoded. */
  readonly photos: number;
  readonly temperature: number;
  readonly test: Measures;
  /** The best that a baseline reaches on the same photos, measure by measure. */
  readonly baseline: Measures;
  /** What its training took, when it was computed, in seconds; null where it is that of another combination. */
  readonly trainingSeconds: number | null;
}

/** Where results are read from. */
export interface ResultFiles {
  readonly files: RunFiles;
  readonly storeRoot: string;
}

/** What the combinations came to, by the validation AuC, the highest first: the held-out photos choose nothing. */
export async function readResults(
  runs: readonly CombinedRun[],
  from: ResultFiles,
): Promise<readonly SweepResult[]> {
  const results: SweepResult[] = [];
  for (const run of runs) results.push(await readResult(run, from));
  return results.sort((one, other) => (other.validationAuc ?? -1) - (one.validationAuc ?? -1));
}

async function readResult(
  { combination, run: { pipeline, recipe } }: CombinedRun,
  { files, storeRoot }: ResultFiles,
): Promise<SweepResult> {
  const run = await readRun(recipe, files);
  const { score, baselines, decoding } = run;
  const ms = await readMeasuredMs(storeRoot, { pipeline, recipe, stage: 'train', compute: 'train' });
  return {
    recipe,
    settings: combination,
    validationAuc: await readValidationAuc(run, files),
    photos: score.photos,
    temperature: decoding.temperature,
    test: perMeasure((key) => score[key]),
    baseline: perMeasure((key) =>
      bestValue(
        key,
        baselines.map((row) => row[key]),
      ),
    ),
    trainingSeconds: ms === null ? null : Number((ms / 1000).toPrecision(3)),
  };
}

async function readValidationAuc({ artefacts }: Run, files: RunFiles): Promise<number | null> {
  const { summary, shards } = artefacts.train;
  const shard = shardNamed(shards, 'curves');
  const curves = curvesTable.decode(await readShard(shard, files));
  return findAuc({ ...curves, startAuc: parseFacts(curvesTable, shard).startAuc }, summary.keptEpoch);
}
