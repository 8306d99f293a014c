import {
  classifierCurvesTable,
  epochTimesTable,
  preActivationsTable,
  predictedLabelsTable,
  unitsTable,
} from '@tintype/records';

import type { Cell } from '../train/review-cells.ts';
import type { CellResult, LayerResult } from './review-data.ts';

/** What was measured of a network; `readShard` gives the bytes of a shard of train by its name. */
export async function readCell(
  cell: Cell,
  testLoss: number,
  readShard: (name: string) => Promise<Uint8Array>,
): Promise<CellResult> {
  const read = (what: string) => readShard(`${cell.name}/${what}`);
  const { label, predicted } = predictedLabelsTable.decode(await read('test'));
  const right = predicted.reduce((sum, guess, i) => sum + (guess === label[i] ? 1 : 0), 0);
  return {
    cell,
    curves: classifierCurvesTable.decode(await read('curves')),
    seconds: [...epochTimesTable.decode(await read('times')).seconds],
    testAccuracy: right / label.length,
    testLoss,
    layers: readLayers(await read('units'), await read('pre-activations')),
  };
}

function readLayers(units: Uint8Array, preActivations: Uint8Array): readonly LayerResult[] {
  const rows = unitsTable.decode(units);
  const counted = preActivationsTable.decode(preActivations);
  return rows.layer.map((layer, i) => ({
    layer,
    units: rows.units[i] ?? NaN,
    dead: rows.dead[i] ?? NaN,
    mean: rows.mean[i] ?? NaN,
    deviation: rows.deviation[i] ?? NaN,
    cells: counted.layer.flatMap((name, row) =>
      name === layer ? [{ from: counted.from[row] ?? NaN, count: counted.count[row] ?? NaN }] : [],
    ),
  }));
}
