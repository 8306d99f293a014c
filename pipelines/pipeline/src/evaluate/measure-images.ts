import { takeLightness } from '@tintype/colour';
import type { ShardOutput, ShardRequest } from '@tintype/executor';
import { type Model, predictWhole } from '@tintype/network';
import { type ImagesRows, metricsTable } from '@tintype/records';

import { imagesIn } from '../runs/table-rows.ts';
import { encodeMetrics } from './encode-metrics.ts';
import { encodePredictions, type Prediction } from './encode-predictions.ts';
import type { MetricsRow } from './measure-attempt.ts';
import { measurePhoto } from './measure-photo.ts';
import type { Colourer } from './open-colourer.ts';

/** A model, and the ways to colour of which it is one. */
export interface ColouringModel {
  readonly model: Model;
  readonly colourer: Colourer;
}

/**
 * Colours each photo of a shard in all ways: what they measure, as `metrics/<name>`, and the pictures of the model, as
 * `pictures`. Near-grey photos have no truth to measure against and are left out.
 */
export async function measureImages(
  images: ImagesRows,
  { model, colourer }: ColouringModel,
  { name, pictures, progress }: Pick<ShardRequest, 'name' | 'progress'> & { readonly pictures: string },
): Promise<readonly ShardOutput[]> {
  const metrics: MetricsRow[] = [];
  const predictions: Prediction[] = [];
  const total = images.photo.length;
  let done = 0;
  for (const { photo, lab, size, nearGrey } of imagesIn(images)) {
    progress({ done: done++, total, figures: {} });
    if (nearGrey) continue;
    const said = await predictWhole(model, takeLightness(lab), size, size);
    const { rows, coloured } = measurePhoto({ photo, lab, size, said }, colourer);
    metrics.push(...rows);
    predictions.push(...coloured.map((one) => ({ photo, ...one })));
  }
  return [
    {
      name: `metrics/${name}`,
      table: metricsTable.name,
      bytes: encodeMetrics(metrics),
      rows: metrics.length,
    },
    encodePredictions(pictures, predictions, images.lab.shape[0] ?? 0),
  ];
}
