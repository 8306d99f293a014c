import { beforeAll, describe, expect, it } from '@jest/globals';
import { annealedMean } from '@tintype/colour';

import { openBackEnd } from '../backend/node-back-end.ts';
import { chooseLightness } from '../networks/lightness.ts';
import { buildNetwork, initialParameters } from '../networks/networks.ts';
import { variablesOf, writeParameters } from '../networks/parameters.ts';
import { type NetworkSettings, RELU } from '../settings/network-settings.ts';
import { smallGamut } from '../testing/synthetic-patches.ts';
import { framed } from './frame.ts';
import { type Model, modelOf } from './model.ts';
import { metadataOf } from './model-json.ts';

const BINS = 9;

function seededModel(settings: NetworkSettings): Model {
  const network = buildNetwork(settings, BINS);
  writeParameters(variablesOf(network), initialParameters(settings, network, new Float32Array(BINS), 1));
  const trainedOn = { backEnd: 'wasm', version: '0' };
  return modelOf(
    network,
    metadataOf(smallGamut(), {
      network: settings,
      lightness: chooseLightness(settings),
      temperature: 0.38,
      trainedOn,
    }),
  );
}

/** What each channel of a constant picture varies by, at most. */
async function variation(model: Model): Promise<number> {
  const [ab = new Float32Array()] = await model.predict(new Float32Array(48 * 80).fill(30), 48, 80, [1]);
  const channels = [0, 1].map((channel) => ab.filter((_, i) => i % 2 === channel));
  return Math.max(...channels.map((values) => Math.max(...values) - Math.min(...values)));
}

/** Tells what it was shown: a is the lightness of the pixel, and so are all its logits. */
function mirrorOf(model: Model): Model {
  return {
    ...model,
    predict: async (lightness, _height, _width, temperatures) =>
      temperatures.map(() =>
        Float32Array.from({ length: 2 * lightness.length }, (_, i) => lightness[i >> 1] ?? NaN),
      ),
  };
}

describe('a frame', () => {
  let model: Model;
  beforeAll(async () => {
    await openBackEnd('wasm');
    model = seededModel({ kind: 'pretrained', width: 2, cut: 16, activation: RELU });
  });

  it('lets a network that pads with zeros give a constant picture one colour', async () => {
    const [bare, some, all] = [
      await variation(model),
      await variation(framed(model)),
      await variation(framed(model, 160)),
    ];
    expect(bare).toBeGreaterThan(0.1);
    expect(some).toBeLessThan(0.7 * bare);
    expect(all).toBeLessThan(bare / 50);
  });

  it.each([
    [1, 1],
    [1, 40],
    [7, 5],
  ])('keeps the pixels of a picture of %i × %i where they were', async (height, width) => {
    const lightness = Float32Array.from({ length: height * width }, (_, i) => i);
    const [bare, wide] = [mirrorOf(model), framed(mirrorOf(model), 16)];
    const asked = [lightness, height, width] as const;
    expect(await wide.predict(...asked, [1, 0])).toEqual(await bare.predict(...asked, [1, 0]));
  });

  it('gives the cells of the wider picture, in colours and in logits', async () => {
    const [height, width, stride] = [18, 23, 4];
    const lightness = Float32Array.from({ length: height * width }, (_, i) => (i * 7) % 100);
    const { ab, ...grid } = await framed(model, 16).predictCells(lightness, height, width, 1);
    expect(grid).toEqual({ down: 5, across: 6, stride });
    const { logits, ...same } = await framed(model, 16).predictLogits(lightness, height, width);
    expect(same).toEqual(grid);
    annealedMean(logits, model.gamut, 1).forEach((value, i) => expect(ab[i]).toBeCloseTo(value, 3));
    expect(() => framed(model, 6)).toThrow(/expected a multiple of 4, got 6/);
  });

  it('is left out of the cells, which are those of the whole picture', async () => {
    const [height, width] = [32, 48];
    const lightness = Float32Array.from({ length: height * width }, (_, i) => (i * 7) % 100);
    const whole = await model.predictLogits(lightness, height, width);
    const { logits, ...grid } = await model.predictLogits(lightness, height, width, 8);
    expect(grid).toEqual({ down: 4, across: 8, stride: 4 });
    for (let cell = 0; cell < 4 * 8; cell += 1) {
      const from = BINS * ((Math.floor(cell / 8) + 2) * whole.across + (cell % 8) + 2);
      expect(logits.subarray(BINS * cell, BINS * (cell + 1))).toEqual(
        whole.logits.subarray(from, from + BINS),
      );
    }
  });

  it('is not put around what a network without padding sees', () => {
    const article = seededModel({ kind: 'article', width: 1, activation: RELU });
    expect(framed(article)).toBe(article);
  });
});
