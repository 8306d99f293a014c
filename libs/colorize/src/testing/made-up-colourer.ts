import type { Gamut } from '@tintype/colour';
import type { Model } from '@tintype/network';

const GAMUT: Gamut = { kind: 'dataset', window: 10, bins: Float32Array.of(-20, 10, 0, 0, 30, 20) };

/** What a test's colourer makes of a cell, from its mean lightness. */
export type Rule = (L: number) => readonly [a: number, b: number];

/** A model without a network, for tests: it colours 4 × 4 pixels by a rule. */
export function madeUpColourer(rule: Rule): Model {
  const stride = 4;
  return {
    metadata: {
      ...{ formatVersion: 1, temperature: 0.38, lightness: { mean: 50, scale: 50 } },
      ...{
        network: { kind: 'article', width: 1, activation: { kind: 'relu' } },
        trainedOn: { backEnd: 'none', version: '0' },
      },
      gamut: { ...GAMUT, bins: [] },
    },
    gamut: GAMUT,
    predictCells: async (lightness, height, width) => {
      const [across, down] = [Math.ceil(width / stride), Math.ceil(height / stride)];
      const ab = Array.from({ length: across * down }, (_, cell) => {
        const [x, y] = [(cell % across) * stride, Math.floor(cell / across) * stride];
        return rule(meanUnder(lightness, { x, y, height, width, stride }));
      });
      return { ab: Float32Array.from(ab.flat()), across, down, stride };
    },
    predict: () => Promise.reject(new Error('colouring needs cells alone')),
    logits: () => Promise.reject(new Error('colouring needs cells alone')),
    dispose: () => undefined,
    distributionAt: async () => Float32Array.of(0.2, 0.5, 0.3),
  };
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
