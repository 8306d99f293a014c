import { describe, expect, it } from '@jest/globals';
import { epochPatchesTable } from '@tintype/records';

import { drawEpochSheet } from './draw-epochs.ts';

/** Two patches of one pixel: grey, after epochs 1 and 5, true. */
const ROWS = epochPatchesTable.decode(
  epochPatchesTable.encode({
    patch: [0, 1, 0, 1, 0, 1, 0, 1],
    shows: ['grey', 'grey', 'predicted', 'predicted', 'predicted', 'predicted', 'true', 'true'],
    epoch: [0, 0, 1, 1, 5, 5, 0, 0],
    rgb: { data: Uint8Array.from({ length: 24 }, (_, i) => i), shape: [1, 1, 3] },
  }),
);
const NONE = epochPatchesTable.encode({
  patch: [],
  shows: [],
  epoch: [],
  rgb: { data: new Uint8Array(), shape: [16, 16, 3] },
});

describe('drawEpochSheet', () => {
  it('has a column for each patch, and a row for what was asked, each epoch and the truth', () => {
    const drawn = drawEpochSheet(ROWS);
    expect(drawn?.epochs).toEqual([1, 5]);
    const { sheet } = drawn ?? { sheet: { width: 0, height: 0, rgb: [] } };
    expect([sheet.width, sheet.height]).toEqual([4 + 2 * 8, 4 + 4 * 8]);
    const at = (row: number, column: number) => sheet.rgb[((4 + 8 * row) * sheet.width + 4 + 8 * column) * 3];
    expect([0, 1, 2, 3].map((row) => [at(row, 0), at(row, 1)])).toEqual([[0, 3], [6, 9], [12, 15], [18, 21]]); // prettier-ignore
  });

  it('is not there without patches', () => {
    expect(drawEpochSheet(epochPatchesTable.decode(NONE))).toBeNull();
  });
});
