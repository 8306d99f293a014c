import { type EpochPatchesRows, epochPatchesTable } from '@tintype/records';

import { Raster } from '../../../parts/raster.tsx';
import type { DrawingProps } from './drawing.ts';
import { WholeTable } from './whole-table.tsx';

/** The same patches without their colours, as they were coloured after epochs, and as they were: a line each. */
export function DrawEpochPatches({ table }: DrawingProps) {
  return (
    <WholeTable table={epochPatchesTable} shards={table.shards}>
      {(parts) => parts.map(({ rows, shard }) => <Lines rows={rows} key={shard.name} />)}
    </WholeTable>
  );
}

function Lines({ rows }: { readonly rows: EpochPatchesRows }) {
  const titles = [...new Set(Array.from(rows.patch, (_, i) => titleOf(rows, i)))];
  return (
    <div class="scroll" role="region" aria-label="Patches by epoch" tabIndex={0}>
      <table class="artefact-epoch-patches">
        <tbody>
          {titles.map((title) => (
            <tr>
              <th scope="row">{title}</th>
              {[...rows.patch.keys()]
                .filter((i) => titleOf(rows, i) === title)
                .map((i) => (
                  <td>
                    <Raster picture={pictureAt(rows, i)} label={`patch ${rows.patch[i]}, ${title}`} />
                  </td>
                ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function titleOf({ shows, epoch }: EpochPatchesRows, row: number): string {
  const what = shows[row];
  switch (what) {
    case 'grey':
    case 'true':
      return what;
    case 'predicted':
      return `epoch ${epoch[row]}`;
    case undefined:
      return '';
    default:
      return what satisfies never;
  }
}

function pictureAt({ rgb }: EpochPatchesRows, row: number) {
  const [height = 0, width = 0] = rgb.shape;
  const size = height * width * 3;
  return { width, height, rgb: rgb.data.subarray(row * size, (row + 1) * size) };
}
