import type { RowsOf, Table } from '@tintype/records';
import type { Shard } from '@tintype/store/neutral';
import type { ComponentChildren } from 'preact';

import { readWhole } from '../../../data/sharded-table.ts';
import { useLater } from '../../../parts/later.tsx';
import { Failure, Loading } from '../../../parts/state.tsx';

export interface Part<T extends Table> {
  readonly shard: Shard;
  readonly rows: RowsOf<T>;
}

interface WholeProps<T extends Table> {
  readonly table: T;
  readonly shards: readonly Shard[];
  readonly children: (parts: readonly Part<T>[]) => ComponentChildren;
}

/** Shards of a small table read whole, with their digests compared. */
export function WholeTable<T extends Table>({ table, shards, children }: WholeProps<T>) {
  const digests = shards.map(({ sha256 }) => sha256).join();
  const { later, again } = useLater((signal) => readParts(table, shards, signal), [digests]);
  switch (later.state) {
    case 'loading':
      return <Loading what={table.name} />;
    case 'failed':
      return <Failure error={later.error} onRetry={again} />;
    case 'ready':
      return <>{children(later.value)}</>;
    default:
      return later satisfies never;
  }
}

async function readParts<T extends Table>(
  table: T,
  shards: readonly Shard[],
  signal: AbortSignal,
): Promise<readonly Part<T>[]> {
  const tables = await readWhole(table, shards, signal);
  return tables.flatMap((rows, i) => (shards[i] ? [{ shard: shards[i], rows }] : []));
}
