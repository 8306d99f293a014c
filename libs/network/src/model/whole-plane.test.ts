import { beforeAll, describe, expect, it } from '@jest/globals';
import { annealedMean } from '@tintype/colour';

import { openBackEnd } from '../backend/node-back-end.ts';
import { chooseLightness } from '../networks/lightness.ts';
import { type NetworkSettings, RELU } from '../settings/network-settings.ts';
import { randomNetwork } from '../testing/random-network.ts';
import { smallGamut } from '../testing/synthetic-patches.ts';
import { enlargeSmoothly } from './enlarge.ts';
import { type Model, modelOf } from './model.ts';
import { metadataOf } from './model-json.ts';
import { predictWhole } from './whole-plane.ts';

const NETWORKS: readonly NetworkSettings[] = [
  { kind: 'pretrained', width: 2, cut: 16, activation: RELU },
  { kind: 'article', width: 1, activation: RELU },
];

function randomModel(network: NetworkSettings): Model {
  const trainedOn = { backEnd: 'wasm', version: '0' };
  const described = { network, lightness: chooseLightness(network), temperature: 0.38, trainedOn };
  return modelOf(randomNetwork(network, 9), metadataOf(smallGamut(), described));
}

/** From the logits to the colour of every pixel. */
async function coloursOf(model: Model, lightness: Float32Array, height: number, width: number, T: number) {
  const { logits, across, stride } = await predictWhole(model, lightness, height, width);
  return enlargeSmoothly(annealedMean(logits, model.gamut, T), {
    across,
    channels: 2,
    stride,
    height,
    width,
  });
}

describe('the cells of a whole picture', () => {
  beforeAll(async () => {
    await openBackEnd('wasm');
  });

  it.each(NETWORKS)('give every pixel the colour that predict gives it: $kind', async (network) => {
    const model = randomModel(network);
    for (const [height, width] of [
      [32, 32],
      [17, 23], // no multiple of what the network can take
    ] as const) {
      const lightness = Float32Array.from({ length: height * width }, (_, i) => 50 + 45 * Math.sin(i / 7));
      for (const T of [1, 0.38]) {
        const [expected = new Float32Array()] = await model.predict(lightness, height, width, [T]);
        const colours = await coloursOf(model, lightness, height, width, T);
        expect(colours).toHaveLength(expected.length);
        const apart = colours.map((value, i) => Math.abs(value - (expected[i] ?? NaN)));
        expect(Math.max(...apart)).toBeLessThan(1e-3);
      }
    }
    model.dispose();
  });
});
