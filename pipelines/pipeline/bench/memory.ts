import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import { type BenchResult, report } from '@tintype/network/bench';
import { showBytes } from '@tintype/terminal';

import { drawGrowth } from './memory/draw-growth.ts';
import { growingRecipe } from './memory/growing-recipe.ts';
import { judgeGrowth } from './memory/judge-growth.ts';
import { measurePlanning } from './memory/measure-planning.ts';
import { openSmallWorkspace } from './memory/small-workspace.ts';
import { measureUsage, type Usage } from './memory/stage-usage.ts';
import { STAGES, type StageUsage } from './memory/stages.ts';

/**
 * Resident memory and processor time of each stage over more and more generated photos: memory must not grow with
 * them, and time only in proportion. Then what a million entries take to be planned, and found to be done. `--plot`
 * names a file without its ending for two charts.
 */
const { values: options } = parseArgs({
  options: {
    json: { type: 'string' },
    plot: { type: 'string' },
    photos: { type: 'string', default: '1000,10000,100000' },
    entries: { type: 'string', default: '1000000' },
    'photos-per-shard': { type: 'string', default: '64' },
    folder: { type: 'string' },
  },
});

const measured: StageUsage[] = [];
for (const photos of numbersIn(options.photos)) measured.push(...(await measureStages(photos)));
const planned: BenchResult[] = [];
for (const entries of numbersIn(options.entries)) planned.push(...(await measureEntries(entries)));
await report([...judgeGrowth(measured), ...planned], options.json);
if (options.plot !== undefined)
  for (const of of ['memory', 'time'] as const)
    await writeFile(`${options.plot}-${of}.svg`, drawGrowth(measured, of));

function numbersIn(list: string): readonly number[] {
  return list.split(',').filter(Boolean).map(Number);
}

function measureEntries(entries: number): Promise<readonly BenchResult[]> {
  const { folder, 'photos-per-shard': photosPerShard } = options;
  return measurePlanning({ entries, photosPerShard: Number(photosPerShard), folder, tell });
}

/** All stages over so many photos, one after the other, in a workspace of their own. */
async function measureStages(photos: number): Promise<readonly StageUsage[]> {
  const { folder, program, recipe, remove } = await openSmallWorkspace(growingRecipe(photos), options.folder);
  const usages: StageUsage[] = [];
  try {
    for (const stage of STAGES) {
      const usage = await measureUsage([program, stage, `--recipe=${recipe}`], folder);
      usages.push({ stage, photos, ...usage });
      tell(`${photos} photos, ${stage}`, usage);
    }
    return usages;
  } finally {
    await remove();
  }
}

function tell(what: string, { peakBytes, cpuSeconds, wallSeconds }: Usage): void {
  const times = `${cpuSeconds.toFixed(1)} s of processor time, ${wallSeconds.toFixed(1)} s`;
  process.stderr.write(`${what}: ${showBytes(peakBytes)}, ${times}\n`);
}
