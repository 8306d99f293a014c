import type { Gamut } from '@tintype/colour';
import type { Model } from '@tintype/network';

/** Corners around every colour: each is a mean of them in one way. */
const GAMUT: Gamut = {
  kind: 'dataset',
  window: 10,
  bins: Float32Array.of(-128, -128, -128, 128, 128, -128, 128, 128),
};
const TEMPERATURE = 0.38;

/** What a test's colourer makes of a cell, from its mean lightness. */
export type Rule = (L: number) => readonly [a: number, b: number];

/** A model without a network, for tests: it colours 4 × 4 pixels by a rule. */
export function madeUpColourer(rule: Rule): Model {
  const stride = 4;
  const colours = (lightness: Float32Array, height: number, width: number) => {
    const [across, down] = [Math.ceil(width / stride), Math.ceil(height / stride)];
    const cells = Array.from({ length: across * down }, (_, cell) => {
      const [x, y] = [(cell % across) * stride, Math.floor(cell / across) * stride];
      return rule(meanUnder(lightness, { x, y, height, width, stride }));
    });
    return { cells, across, down, stride };
  };
  return {
    metadata: {
      ...{ formatVersion: 1, temperature: TEMPERATURE, lightness: { mean: 50, scale: 50 } },
      ...{
        network: { kind: 'article', width: 1, activation: { kind: 'relu' } },
        trainedOn: { backEnd: 'none', version: '0' },
      },
      gamut: { ...GAMUT, bins: [] },
    },
    gamut: GAMUT,
    predictCells: async (lightness, height, width) => {
      const { cells, ...grid } = colours(lightness, height, width);
      return { ab: Float32Array.from(cells.flat()), ...grid };
    },
    predictLogits: async (lightness, height, width) => {
      const { cells, ...grid } = colours(lightness, height, width);
      return { logits: Float32Array.from(cells.flatMap(logitsOf)), ...grid };
    },
    predict: () => Promise.reject(new Error('colouring needs cells alone')),
    dispose: () => undefined,
  };
}

/** The logits of the corners that are decoded to a colour at the model's temperature. */
function logitsOf([a, b]: readonly [number, number]): number[] {
  const [right, upper] = [(a + 128) / 256, (b + 128) / 256];
  const shares = [(1 - right) * (1 - upper), (1 - right) * upper, right * (1 - upper), right * upper];
  return shares.map((share) => TEMPERATURE * Math.log(share));
}

function meanUnder(
  lightness: Float32Array,
  cell: { x: number; y: number; height: number; width: number; stride: number },
): number {
  let [sum, count] = [0, 0];
  for (let y = cell.y; y < Math.min(cell.height, cell.y + cell.stride); y++)
    for (let x = cell.x; x < Math.min(cell.width, cell.x + cell.stride); x++) {
      sum += lightness[y * cell.width + x];
      count += 1;
    }
  return sum / count;
}
