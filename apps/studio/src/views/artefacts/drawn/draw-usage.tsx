import { abPlane, poolCounts } from '@tintype/charts';
import { decodeUsage, totalUsage, usageChart } from '@tintype/pipeline/charts';
import { grouped } from '@tintype/report';
import { readShard } from '@tintype/stage/read-shard';
import type { Shard } from '@tintype/store/neutral';

import { readBlob } from '../../../data/blobs.ts';
import { Chart } from '../../../parts/chart.tsx';
import { useLater } from '../../../parts/later.tsx';
import { Failure, Loading } from '../../../parts/state.tsx';
import type { DrawingProps } from './drawing.ts';
import { ChosenShard } from './one-shard.tsx';

/** Which colours photos use, all together and by class. */
export function DrawUsage({ table }: DrawingProps) {
  return (
    <ChosenShard table={table} label="photos">
      {(shard) => <Usage shard={shard} key={shard.name} />}
    </ChosenShard>
  );
}

function Usage({ shard }: { readonly shard: Shard }) {
  const { later, again } = useLater(
    async (signal) => {
      const bytes = await readShard(shard, { readBlob: (digest) => readBlob(digest, signal) });
      return decodeUsage(bytes, shard.name);
    },
    [shard],
  );
  switch (later.state) {
    case 'loading':
      return <Loading what={shard.name} />;
    case 'failed':
      return <Failure error={later.error} onRetry={again} />;
    case 'ready':
      return <UsageCharts usage={later.value} />;
    default:
      return later satisfies never;
  }
}

function UsageCharts({ usage }: { readonly usage: ReadonlyMap<string, Uint32Array> }) {
  return (
    <div class="figures">
      <Chart svg={usageChart(totalUsage(usage))}>
        Every cell is one unit of a and b; the stronger its shade, the more pixels have this colour.
      </Chart>
      {usage.size > 1 && [...usage].map(([name, counts]) => <Chart svg={classChart(name, counts)} />)}
    </div>
  );
}

function classChart(name: string, counts: Uint32Array): string {
  return abPlane({
    title: name || 'no class',
    description: `Colours of the training photos of the class ${name}.`,
    cells: poolCounts(counts, 2),
    cellSize: 2,
    paint: { kind: 'intensity', format: grouped, unit: 'pixels' },
  });
}
