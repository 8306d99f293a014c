import { useSignal } from '@preact/signals';
import type { Picture } from '@tintype/images/lab-picture';
import type { ComponentChildren } from 'preact';

import type { ShardedTable } from '../../../data/sharded-table.ts';
import { Pager } from '../../../parts/pager.tsx';
import { LazyRaster } from '../../../parts/raster.tsx';

interface PicturePagesProps {
  readonly table: ShardedTable;
  /** The picture of a row, counted through all shards. */
  readonly load: (row: number) => Promise<Picture>;
  /** What stands below it. */
  readonly caption: (row: number) => ComponentChildren;
  readonly perPage: number;
  readonly noun: string;
  /** About how wide each is shown. */
  readonly width: string;
  /** Whether single pixels are to be seen. */
  readonly isSmall?: boolean;
}

/** A picture for each row, loaded as it comes near what is seen. */
export function PicturePages({
  table,
  load,
  caption,
  perPage,
  noun,
  width,
  isSmall = false,
}: PicturePagesProps) {
  const page = useSignal(0);
  const start = page.value * perPage;
  const count = Math.max(0, Math.min(perPage, table.rows - start));
  return (
    <>
      <Pager
        rows={table.rows}
        perPage={perPage}
        page={page.value}
        onPage={(next) => (page.value = next)}
        noun={noun}
      />
      <div class={`rasters${isSmall ? ' pixels' : ''}`} style={{ '--raster': width }}>
        {Array.from({ length: count }, (_, i) => {
          const row = start + i;
          return (
            <LazyRaster key={row} name={`${row}`} load={() => load(row)} label={`${noun} ${row}`}>
              {caption(row)}
            </LazyRaster>
          );
        })}
      </div>
    </>
  );
}
