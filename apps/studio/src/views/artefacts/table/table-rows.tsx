import { useSignal } from '@preact/signals';
import type { RangedColumn } from '@tintype/records';
import { showHash, showNumber } from '@tintype/terminal/neutral';

import type { Cell, ShardedTable } from '../../../data/sharded-table.ts';
import { useLater } from '../../../parts/later.tsx';
import { Pager } from '../../../parts/pager.tsx';
import { Failure, Loading } from '../../../parts/state.tsx';
import { ColumnList } from './column-list.tsx';

const PER_PAGE = 25;

/** The rows of a table a page at a time, and what its columns are. */
export function TableRows({ table }: { readonly table: ShardedTable }) {
  const { later, again } = useLater(() => columnsOf(table), [table]);
  switch (later.state) {
    case 'loading':
      return <Loading what={table.name} />;
    case 'failed':
      return <Failure error={later.error} onRetry={again} />;
    case 'ready':
      return (
        <>
          <Pages table={table} columns={later.value} />
          <h2>Columns</h2>
          <ColumnList table={table} columns={later.value} />
        </>
      );
    default:
      return later satisfies never;
  }
}

async function columnsOf(table: ShardedTable): Promise<readonly RangedColumn[]> {
  const [first] = table.shards;
  return first === undefined ? [] : (await table.open(first)).columns;
}

interface PagesProps {
  readonly table: ShardedTable;
  readonly columns: readonly RangedColumn[];
}

function Pages({ table, columns }: PagesProps) {
  const page = useSignal(0);
  const start = page.value * PER_PAGE;
  const rows = { start, end: Math.min(table.rows, start + PER_PAGE) };
  return (
    <>
      <Pager
        rows={table.rows}
        perPage={PER_PAGE}
        page={page.value}
        onPage={(next) => (page.value = next)}
        noun="rows"
      />
      <Page table={table} columns={columns} start={rows.start} end={rows.end} />
    </>
  );
}

/** Tensors are told by their shape: their values are a picture, and as many as make a table unreadable. */
function Page({ table, columns, start, end }: PagesProps & { readonly start: number; readonly end: number }) {
  const names = columns.filter(({ shape }) => shape.length === 0).map(({ name }) => name);
  const { later, again } = useLater(() => table.readColumns(names, { start, end }), [table, start, end]);
  switch (later.state) {
    case 'loading':
      return <Loading what={`rows ${start + 1} to ${end}`} />;
    case 'failed':
      return <Failure error={later.error} onRetry={again} />;
    case 'ready':
      return <RowsTable columns={columns} cells={later.value} start={start} count={end - start} />;
    default:
      return later satisfies never;
  }
}

interface RowsProps {
  readonly columns: readonly RangedColumn[];
  readonly cells: ReadonlyMap<string, readonly Cell[]>;
  readonly start: number;
  readonly count: number;
}

function RowsTable({ columns, cells, start, count }: RowsProps) {
  return (
    <div class="scroll" role="region" aria-label="Rows" tabIndex={0}>
      <table class="artefact-rows">
        <thead>
          <tr>
            <th scope="col" class="number">
              row
            </th>
            {columns.map((column) => (
              <th scope="col" title={column.description ?? undefined} class={classOf(column)}>
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: count }, (_, row) => (
            <tr key={start + row}>
              <td class="number muted">{start + row}</td>
              {columns.map((column) => (
                <Value column={column} cell={cells.get(column.name)?.[row]} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const TEXTS = ['text', 'sha256', 'bool'];

function classOf({ type, shape }: RangedColumn): string | undefined {
  return shape.length === 0 && !TEXTS.includes(type) ? 'number' : undefined;
}

/** A long text is cut off by the style, and whole in its title. */
function Value({ column, cell }: { readonly column: RangedColumn; readonly cell: Cell | undefined }) {
  return (
    <td class={classOf(column)} title={typeof cell === 'string' ? cell : undefined}>
      {valueOf(column, cell)}
    </td>
  );
}

function valueOf({ type, shape }: RangedColumn, cell: Cell | undefined) {
  if (shape.length > 0) return <span class="muted">{shape.join(' × ')}</span>;
  if (cell === undefined) return '–';
  if (type === 'sha256') return <code>{showHash(String(cell))}</code>;
  return typeof cell === 'number' ? showNumber(cell) : cell;
}
