import { labPicture, patchPicture } from '@tintype/images/lab-picture';
import { patchesTable, predictionsTable, thumbnailsTable } from '@tintype/records';

import { exactTemperature, readLab, readRgb } from '../../../data/read-pictures.ts';
import type { DrawingProps } from './drawing.ts';
import { PhotoRows } from './photo-rows.tsx';

/** Images in sRGB. */
export function DrawImages({ manifest, table }: DrawingProps) {
  return (
    <PhotoRows
      manifest={manifest}
      table={table}
      columns={['near_grey']}
      words={(cells) => cells('near_grey') === 'true' && <span class="muted">near-grey</span>}
      draw={async (file, row) => {
        const { lab, width, height } = await readLab(file, row);
        return labPicture(lab, width, height);
      }}
      perPage={24}
      noun="images"
      width="9rem"
    />
  );
}

/** Windows of L with their target in colour in the middle. */
export function DrawPatches({ manifest, table }: DrawingProps) {
  return (
    <PhotoRows
      manifest={manifest}
      table={table}
      columns={['index', 'x', 'y']}
      words={(cells) => (
        <span class="muted">
          at {cells('x')}, {cells('y')}
        </span>
      )}
      draw={async (file, row) => {
        const rows = { start: row, end: row + 1 };
        const { lightness, ab } = await file.readRows(patchesTable, ['lightness', 'ab'], rows);
        return patchPicture({ lightness: lightness.data, ab: ab.data });
      }}
      perPage={60}
      noun="patches"
      width="6rem"
      isSmall
    />
  );
}

/** Photos as the model colours them at each temperature. */
export function DrawPredictions({ manifest, table }: DrawingProps) {
  return (
    <PhotoRows
      manifest={manifest}
      table={table}
      columns={['temperature']}
      words={(cells) => <span class="muted">T = {exactTemperature(Number(cells('temperature')))}</span>}
      draw={(file, row) => readRgb(file, predictionsTable, row)}
      perPage={24}
      noun="predictions"
      width="9rem"
    />
  );
}

export function DrawThumbnails({ manifest, table }: DrawingProps) {
  return (
    <PhotoRows
      manifest={manifest}
      table={table}
      columns={[]}
      words={() => null}
      draw={(file, row) => readRgb(file, thumbnailsTable, row)}
      perPage={60}
      noun="thumbnails"
      width="6rem"
    />
  );
}
