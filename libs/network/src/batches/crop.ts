import { findGeometry } from '../networks/geometry.ts';
import type { TrainSettings } from '../settings/train-settings.ts';
import type { PatchSource } from './patch-source.ts';

/** Smaller windows cut out of patches. Its corners lie on cells of the target, so that no target is resampled. */
export interface Crop {
  /** Side of a window, in pixels of lightness. */
  readonly window: number;
  /** Side of its target, in cells. */
  readonly target: number;
  /** Pixels per cell. */
  readonly stride: number;
  /** How many corners there are along a side of the patch. */
  readonly places: number;
}

/** What `train.augment.crop` cuts out of these patches; null: they are shown whole. Throws when it cannot be cut. */
export function cropOf(
  { augment, network }: TrainSettings,
  { lightnessShape, abShape }: PatchSource,
): Crop | null {
  const window = augment.crop;
  if (window === null) return null;
  const { margin, stride, multiple } = findGeometry(network);
  const [side, cells] = [lightnessShape[0] ?? 0, abShape[0] ?? 0];
  const target = (window - 2 * margin) / stride;
  const places = cells - target + 1;
  if (window % multiple === 0 && Number.isInteger(target) && target >= 1 && window <= side)
    return { window, target, stride, places };
  throw new Error(
    `train.augment.crop: expected a multiple of ${multiple} from ${Math.max(multiple, 2 * margin + stride)} to the patches’ ${side} for the network ${network.kind}, got ${window}`,
  );
}
