import { cohere, poolPlane } from '@tintype/colour';

import type { Model } from './model.ts';

/**
 * A model whose colours agree with their neighbours along the edges of the lightness, by `cohere`: the cells that it
 * predicts, and the pixels that they become. What it says of a pixel's distribution stays what the network says.
 * With coherence 0 it is given back as it is. Throws unless 0 ≤ coherence ≤ 1.
 */
export function coherent(model: Model, coherence: number): Model {
  if (!(coherence >= 0 && coherence <= 1))
    throw new RangeError(`coherent: expected a coherence of 0..1, got ${coherence}`);
  if (coherence === 0) return model;
  return {
    ...model,
    async predict(lightness, height, width, temperatures) {
      const coloured = await model.predict(lightness, height, width, temperatures);
      return coloured.map((values) =>
        cohere({ values, across: width, down: height, channels: 2 }, lightness, coherence),
      );
    },
    async predictCells(lightness, height, width, temperature) {
      const cells = await model.predictCells(lightness, height, width, temperature);
      const { ab: values, across, down, stride } = cells;
      const guide = stride === 1 ? lightness : poolPlane(lightness, 1, { width, height }, stride);
      return { ...cells, ab: cohere({ values, across, down, channels: 2 }, guide, coherence) };
    },
  };
}
