import { parseArgs } from 'node:util';

import { report } from '@tintype/network/bench';
import { showBytes } from '@tintype/terminal';

import { growingRecipe } from './memory/growing-recipe.ts';
import { judgeGrowth } from './memory/judge-growth.ts';
import { openSmallWorkspace } from './memory/small-workspace.ts';
import { measureUsage } from './memory/stage-usage.ts';
import { STAGES, type StageUsage } from './memory/stages.ts';

/**
 * Resident memory and processor time of each stage over more and more generated photos: memory must not grow with
 * them, and time only in proportion.
 */
const { values: options } = parseArgs({
  options: {
    json: { type: 'string' },
    photos: { type: 'string', default: '1000,10000,100000' },
    folder: { type: 'string' },
  },
});

const measured: StageUsage[] = [];
for (const photos of options.photos.split(',').map(Number)) measured.push(...(await measureStages(photos)));
await report(judgeGrowth(measured), options.json);

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

function tell(what: string, { peakBytes, cpuSeconds, wallSeconds }: Omit<StageUsage, 'stage' | 'photos'>) {
  const times = `${cpuSeconds.toFixed(1)} s of processor time, ${wallSeconds.toFixed(1)} s`;
  process.stderr.write(`${what}: ${showBytes(peakBytes)}, ${times}\n`);
}
