import type { Picture } from '@tintype/images/lab-picture';
import type { RangedTable } from '@tintype/records';
import type { Manifest } from '@tintype/store/neutral';
import type { ComponentChildren } from 'preact';

import { type PhotoFacts, readPhotoFacts } from '../../../data/photos.ts';
import type { Cell, ShardedTable } from '../../../data/sharded-table.ts';
import { useLater } from '../../../parts/later.tsx';
import { Failure, Loading } from '../../../parts/state.tsx';
import { PhotoName } from './photo-name.tsx';
import { PicturePages } from './picture-pages.tsx';

interface PhotoRowsProps {
  readonly manifest: Manifest;
  readonly table: ShardedTable;
  /** The picture of a row of a file. */
  readonly draw: (file: RangedTable, row: number) => Promise<Picture>;
  /** Columns that are wanted for what stands below, beside that of the photo. */
  readonly columns: readonly string[];
  readonly words: (cells: (column: string) => Cell | undefined) => ComponentChildren;
  readonly perPage: number;
  readonly noun: string;
  readonly width: string;
  readonly isSmall?: boolean;
}

interface Known {
  readonly cells: ReadonlyMap<string, readonly Cell[]>;
  readonly photos: ReadonlyMap<string, PhotoFacts>;
}

/** A table with a picture and a photo in each row. */
export function PhotoRows({ manifest, table, draw, columns, words, ...look }: PhotoRowsProps) {
  const { later, again } = useLater((signal) => readKnown(manifest, table, columns, signal), [table]);
  switch (later.state) {
    case 'loading':
      return <Loading what={table.name} />;
    case 'failed':
      return <Failure error={later.error} onRetry={again} />;
    case 'ready': {
      const { cells, photos } = later.value;
      const { pipeline, recipe } = manifest;
      return (
        <PicturePages
          {...look}
          table={table}
          load={async (at) => {
            const { file, row } = await table.openRow(at);
            return draw(file, row);
          }}
          caption={(row) => {
            const photo = String(cells.get('photo')?.[row] ?? '');
            return (
              <>
                <PhotoName pipeline={pipeline} recipe={recipe} photo={photo} facts={photos.get(photo)} />{' '}
                {words((column) => cells.get(column)?.[row])}
              </>
            );
          }}
        />
      );
    }
    default:
      return later satisfies never;
  }
}

/** All rows of the short columns: some bytes a row beside its picture. */
async function readKnown(
  { pipeline, recipe }: Manifest,
  table: ShardedTable,
  columns: readonly string[],
  signal: AbortSignal,
): Promise<Known> {
  const [cells, photos] = await Promise.all([
    table.readColumns(['photo', ...columns], { start: 0, end: table.rows }),
    readPhotoFacts({ pipeline, recipe }, signal),
  ]);
  return { cells, photos };
}
