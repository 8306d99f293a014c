import { useSignal } from '@preact/signals';
import type { Manifest } from '@tintype/store/neutral';
import { useEffect, useMemo } from 'preact/hooks';

import { openShards } from '../../../data/sharded-table.ts';
import { Empty } from '../../../parts/state.tsx';
import { addressOf, route } from '../../../route.ts';
import { DrawnTable, isDrawn } from '../drawn/drawings.tsx';
import { ShardList } from './shard-list.tsx';
import { TableRows } from './table-rows.tsx';

interface PanelProps {
  readonly manifest: Manifest;
  /** Of the table. */
  readonly name: string;
}

/** A table of an artefact: drawn where that is what people would rather see, its rows and columns, its shards. */
export function TablePanel({ manifest, name }: PanelProps) {
  const loaded = useSignal(0);
  const ending = useMemo(() => new AbortController(), []);
  useEffect(() => () => ending.abort(), []);
  const table = useMemo(
    () =>
      openShards(
        name,
        manifest.shards.filter((shard) => shard.table === name),
        ending.signal,
        (more) => (loaded.value += more),
      ),
    [manifest, name],
  );
  if (table.shards.length === 0) return <Empty title={`There is no table ${name} here`} />;
  const isRows = !isDrawn(name) || route.value.query.get('show') === 'rows';
  return (
    <>
      {isDrawn(name) && <Ways manifest={manifest} name={name} isRows={isRows} />}
      {isRows ? <TableRows table={table} /> : <DrawnTable manifest={manifest} table={table} />}
      <ShardList shards={table.shards} loaded={loaded} />
    </>
  );
}

function Ways({
  manifest: { pipeline, recipe, stage },
  name,
  isRows,
}: Pick<PanelProps, 'manifest' | 'name'> & { readonly isRows: boolean }) {
  const ways = [
    { show: 'drawn', isShown: !isRows },
    { show: 'rows', isShown: isRows },
  ];
  return (
    <nav class="artefact-ways" aria-label="How it is shown">
      {ways.map(({ show, isShown }) => (
        <a
          class="button"
          href={addressOf('artefacts', [pipeline, recipe, stage], { table: name, show })}
          aria-current={isShown ? 'true' : undefined}
        >
          {show}
        </a>
      ))}
    </nav>
  );
}
