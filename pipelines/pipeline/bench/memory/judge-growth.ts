import { type BenchResult, judgeResult } from '@tintype/network/bench';

import { STAGES, type StageUsage } from './stages.ts';

const MEGABYTE = 1e6;
/** No stage may use more, whatever the number of photos; bytes. */
const MOST_BYTES = 1.5e9;
/** Of the memory, from the second largest number of photos to the largest. */
const MOST_GROWTH = 1.1;
/** Of the processor time a photo, from the second largest number of photos to the largest: beyond, it is not linear. */
const MOST_SLOWING = 1.1;

/** Memory and time of each stage at each number of photos, the largest held against the one before. */
export function judgeGrowth(measured: readonly StageUsage[]): readonly BenchResult[] {
  return STAGES.flatMap((stage) => {
    const all = measured.filter((one) => one.stage === stage).toSorted((x, y) => x.photos - y.photos);
    return all.flatMap((usage, i) => judgeUsage(usage, i === all.length - 1 ? (all[i - 1] ?? null) : null));
  });
}

function judgeUsage(usage: StageUsage, before: StageUsage | null): readonly BenchResult[] {
  const { stage, photos, peakBytes, cpuSeconds } = usage;
  const of = `${stage}, ${photos} photos`;
  const memory = judgeResult(`${of}: peak memory`, 'MB', [peakBytes / MEGABYTE], {
    target: MOST_BYTES / MEGABYTE,
    atMost: true,
  });
  if (before === null) return [memory, judgeResult(`${of}: processor time`, 's', [cpuSeconds])];
  const peer = `${before.photos} photos`;
  return [
    memory,
    judgeResult(`${of}: growth of peak memory`, 'MB', [peakBytes / MEGABYTE], {
      ...{ peer, rounds: [before.peakBytes / MEGABYTE], target: MOST_GROWTH, atMost: true },
    }),
    judgeResult(`${of}: processor time a photo`, 'ms', [milliseconds(usage)], {
      ...{ peer, rounds: [milliseconds(before)], target: MOST_SLOWING, atMost: true },
    }),
  ];
}

/** Of processor time a photo. */
function milliseconds({ photos, cpuSeconds }: StageUsage): number {
  return (1000 * cpuSeconds) / photos;
}
