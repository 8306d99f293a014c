import { findGeometry } from '../networks/geometry.ts';
import { checkPlane, type LogitCells, type Model } from './model.ts';
import type { ModelMetadata } from './model-metadata.ts';
import { paddedTile, type Plane } from './tiles.ts';

/** A picture reflected to sides that the network can take. */
export function wholePlane(image: Plane, { network }: Pick<ModelMetadata, 'network'>): Plane {
  checkPlane(image);
  const { multiple } = findGeometry(network);
  const [height, width] = [image.height, image.width].map(
    (side) => Math.ceil(side / multiple) * multiple,
  ) as [number, number];
  if (height === image.height && width === image.width) return image;
  return { values: paddedTile(image, { top: 0, left: 0, height, width }, 0), height, width };
}

/**
 * The logits of all cells that the network predicts, those beyond the right and the bottom of the picture among them:
 * what `enlargeSmoothly` needs to give every pixel the colours that `predict` gives it. lightness: raw L [height · width]
 */
export async function predictWhole(
  model: Pick<Model, 'metadata' | 'predictLogits'>,
  lightness: Float32Array,
  height: number,
  width: number,
): Promise<LogitCells> {
  const whole = wholePlane({ values: lightness, height, width }, model.metadata);
  return model.predictLogits(whole.values, whole.height, whole.width);
}
