import type { LayersModel } from '@tensorflow/tfjs';

/** How the names of the layers begin that a pretrained network got from elsewhere. */
const ENCODER = 'encoder_';

/**
 * What the steps of a layer, decay among them, are multiplied by. 0: its weights stay, and no gradient is computed for
 * them nor for what lies below the lowest layer that moves; statistics of batch normalisation move all the same.
 */
export function layerRate(name: string, encoderRate: number): number {
  return name.startsWith(ENCODER) ? encoderRate : 1;
}

/** The rates of the trainable weights, in their order. */
export function ratesOf({ layers }: LayersModel, encoderRate: number): readonly number[] {
  return layers.flatMap(({ name, trainableWeights }) =>
    trainableWeights.map(() => layerRate(name, encoderRate)),
  );
}
