import { photosChart } from '@tintype/pipeline/charts';
import { photosTable } from '@tintype/records';

import { Chart } from '../../../parts/chart.tsx';
import type { DrawingProps } from './drawing.ts';
import { WholeTable } from './whole-table.tsx';

/** Photos by class, those that are kept and those that are not. */
export function DrawPhotos({ table }: DrawingProps) {
  return (
    <WholeTable table={photosTable} shards={table.shards}>
      {(parts) => <Chart svg={photosChart(parts.map(({ rows }) => rows)).svg} />}
    </WholeTable>
  );
}
