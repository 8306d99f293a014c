import type { ShardOutput } from '@tintype/executor';
import { predictionsTable } from '@tintype/records';

import type { Coloured } from '../measure-photo.ts';

export type Prediction = Coloured & { readonly photo: string };

/** Photos as a model colours them, all squares of `size` pixels, as a shard. */
export function encodePredictions(name: string, rows: readonly Prediction[], size: number): ShardOutput {
  const data = new Uint8Array(rows.length * size * size * 3);
  rows.forEach(({ rgb }, i) => data.set(rgb, i * rgb.length));
  const bytes = predictionsTable.encode({
    photo: rows.map(({ photo }) => photo),
    temperature: Float32Array.from(rows, ({ temperature }) => temperature),
    rgb: { data, shape: [size, size, 3] },
  });
  return { name, table: predictionsTable.name, bytes, rows: rows.length };
}
