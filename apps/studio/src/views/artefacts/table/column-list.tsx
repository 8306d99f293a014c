import type { RangedColumn } from '@tintype/records';

import type { ShardedTable } from '../../../data/sharded-table.ts';
import { ColumnStatistics } from './column-statistics.tsx';

interface ColumnListProps {
  readonly table: ShardedTable;
  readonly columns: readonly RangedColumn[];
}

/** What the file says of each column, with its statistics on demand: they need all its bytes. */
export function ColumnList({ table, columns }: ColumnListProps) {
  return (
    <ul class="artefact-columns">
      {columns.map((column) => (
        <li>
          <div class="artefact-column-words">
            <strong>{column.name}</strong> <span class="muted">{typeWords(column)}</span>
            <br />
            {column.description ?? <span class="muted">the file does not say what it is</span>}
            {column.unit !== null && <span class="muted">, {column.unit}</span>}
          </div>
          <ColumnStatistics table={table} column={column} />
        </li>
      ))}
    </ul>
  );
}

function typeWords({ type, shape, axes }: RangedColumn): string {
  if (shape.length === 0) return type;
  const named = shape.map((size, i) => (axes[i] === undefined ? String(size) : `${axes[i]} ${size}`));
  return `${type} [${named.join(' × ')}]`;
}
