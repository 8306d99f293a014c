import { readFile } from 'node:fs/promises';

import { srgbToLab, takeLightness } from '@tintype/colour';
import { decodePhoto } from '@tintype/images';
import { listFolder, type SourceFile } from '@tintype/images/sources';
import { predictWhole, readDecoding } from '@tintype/network';
import { type BenchResult, judgeResult } from '@tintype/network/bench';
import { metricsTable } from '@tintype/records';
import { sha256 } from '@tintype/store';

import { encodeMetrics } from '../../src/evaluate/encode-metrics.ts';
import type { MetricsRow } from '../../src/evaluate/measure-attempt.ts';
import { measurePhoto } from '../../src/evaluate/measure-photo.ts';
import { openColourer } from '../../src/evaluate/open-colourer.ts';
import { scoreWithIntervals } from '../../src/evaluate/scores/bootstrap-scores.ts';
import { readTrainingColours } from '../../src/evaluate/training-tables.ts';
import { openModel } from '../../src/models/open-model.ts';

const SIZE = 256;
const STEPS = ['decode', 'predict', 'measure', 'bootstrap'] as const;
type Step = (typeof STEPS)[number];
type Milliseconds = Record<Step, number>;

/** What each step of `eval` takes for a photo: processor time of all threads, as other programs may be running. */
export async function measureSteps(
  folder: string,
  { rounds, leastRate }: { readonly rounds: number; readonly leastRate: number },
): Promise<readonly BenchResult[]> {
  const { files } = await listFolder(folder, new AbortController().signal);
  const run = await openSteps(files);
  await run(); // warms up
  const taken: Milliseconds[] = [];
  for (let round = 0; round < rounds; round++) taken.push(await run());
  const together = taken.map((each) => STEPS.reduce((sum, step) => sum + each[step], 0));
  return [
    ...STEPS.map((step) =>
      judgeResult(
        `processor time of a photo: ${step}`,
        'ms',
        taken.map((each) => each[step] / files.length),
      ),
    ),
    judgeResult(
      'eval, by the processor time of its steps',
      'photos/s of two cores',
      together.map((milliseconds) => (2 * 1000 * files.length) / milliseconds),
      { target: leastRate },
    ),
  ];
}

async function openSteps(files: readonly SourceFile[]): Promise<() => Promise<Milliseconds>> {
  const places = {
    ...{ cwd: '.', data: 'data', bundled: 'data/models/bundled' },
    recipes: 'pipelines/pipeline/recipes',
  };
  const { model, found } = await openModel('bundled', places);
  const colours = await readTrainingColours((name) => found.readIfThere(`${name}.arrow`));
  const { metadata, gamut } = model;
  const decoding = readDecoding(metadata);
  const settings = { ...decoding, temperatures: [decoding.temperature], targets: metadata.targets ?? null };
  const colourer = openColourer({ gamut, colours, settings });
  return async () => {
    const taken: Milliseconds = { decode: 0, predict: 0, measure: 0, bootstrap: 0 };
    const rows: MetricsRow[] = [];
    for (const { file } of files) {
      const bytes = await readFile(file);
      const lab = await timed(taken, 'decode', async () => srgbToLab(await decodePhoto(bytes, SIZE)));
      const said = await timed(taken, 'predict', () => predictWhole(model, takeLightness(lab), SIZE, SIZE));
      const photo = { photo: sha256(bytes), lab, size: SIZE, said };
      rows.push(...(await timed(taken, 'measure', async () => measurePhoto(photo, colourer).rows)));
    }
    const tables = [metricsTable.decode(encodeMetrics(rows))];
    await timed(taken, 'bootstrap', async () =>
      scoreWithIntervals(tables, { temperature: decoding.temperature, originalOf: (photo) => photo }),
    );
    return taken;
  };
}

async function timed<T>(taken: Milliseconds, step: Step, work: () => Promise<T>): Promise<T> {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  taken[step] += (user + system) / 1000;
  return result;
}
