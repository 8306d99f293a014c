import { lineChart } from '@tintype/charts';

import { STAGES, type StageUsage } from './stages.ts';

const MEGABYTE = 1e6;

/** Memory, or processor time a photo, of each stage over the number of photos; an SVG document. */
export function drawGrowth(measured: readonly StageUsage[], of: 'memory' | 'time'): string {
  const [yLabel, valueOf] =
    of === 'memory'
      ? ['peak resident memory, MB', ({ peakBytes }: StageUsage) => peakBytes / MEGABYTE]
      : ['processor time, ms a photo', ({ cpuSeconds, photos }: StageUsage) => (1000 * cpuSeconds) / photos];
  return lineChart({
    title: of === 'memory' ? 'Memory of each stage' : 'Time of each stage',
    ...{ xLabel: 'photos', xScale: 'log', yLabel, yIncludes: 0, names: 'legend' },
    series: STAGES.map((stage) => ({
      name: stage,
      points: measured
        .filter((one) => one.stage === stage)
        .map((usage) => ({ x: usage.photos, y: valueOf(usage) })),
    })),
  });
}
