import type { Manifest } from '@tintype/store/neutral';

import type { ShardedTable } from '../../../data/sharded-table.ts';

/** What every drawing of a table is given. */
export interface DrawingProps {
  readonly manifest: Manifest;
  readonly table: ShardedTable;
}
