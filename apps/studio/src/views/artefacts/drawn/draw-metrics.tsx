import { scoreMethods } from '@tintype/pipeline/scores';
import { metricsTable } from '@tintype/records';

import { MeasureTable } from '../../../parts/measure-table.tsx';
import { addressOf } from '../../../route.ts';
import type { DrawingProps } from './drawing.ts';
import { WholeTable } from './whole-table.tsx';

/** The measures of each method over all photos. */
export function DrawMetrics({ manifest, table }: DrawingProps) {
  return (
    <>
      <p>
        Every method over all held-out photos; the best of each measure is bold.{' '}
        <a href={addressOf('results', [manifest.recipe])}>Photo by photo</a>
      </p>
      <WholeTable table={metricsTable} shards={table.shards}>
        {(parts) => <MeasureTable label="Measures" scores={scoreMethods(parts.map(({ rows }) => rows))} />}
      </WholeTable>
    </>
  );
}
