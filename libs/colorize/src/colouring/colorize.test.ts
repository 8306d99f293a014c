import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { annealedMean, labToSrgb, rngFrom, srgbToLab } from '@tintype/colour';
import { framed, loadModel, type Model } from '@tintype/network';
import { openBackEnd } from '@tintype/network/node';
import { syntheticModel } from '@tintype/network/testing';

import { madeUpColourer } from '../testing/made-up-colourer.ts';
import { colorize } from './colorize.ts';
import { computeHere, type StripeComputer } from './compute-stripe.ts';
import { agreeOnColours, decodeColours } from './decode-colours.ts';
import { paintColours } from './paint-colours.ts';
import type { Pixels } from './pixels.ts';
import { predictColours, type Prediction, sizeSeen } from './predict-colours.ts';
import { readLikelihoods } from './read-likelihoods.ts';

describe('colorize with a network', () => {
  let model: Model;
  beforeAll(async () => {
    await openBackEnd('wasm');
    model = await loadModel(await syntheticModel());
  });
  afterAll(() => model.dispose());

  it.each([
    [1, 1],
    [1, 4000],
    [4000, 1],
    [37, 23],
  ])('colours every pixel of %i × %i at its own lightness', async (width, height) => {
    const picture = noise(width, height);
    const { samples } = await colorize(model, picture);
    expect(samples).toHaveLength(picture.samples.length);
    expect(furthestLightness(samples, picture.samples)).toBeLessThan(0.5);
  });

  it.each([
    [1, 1],
    [3, 40],
  ])('gives %i × %i the colour of a hint', async (width, height) => {
    const hints = [{ x: 1, y: 1, a: 10, b: 20 }];
    const { samples } = await colorize(model, filled(width, height, [120, 120, 120]), { hints });
    const [, a, b] = srgbToLab(samples.subarray(-3));
    expect(Math.hypot(a - 10, b - 20)).toBeLessThan(1);
  });

  it('keeps a constant picture constant', async () => {
    const { samples } = await colorize(model, filled(90, 60, [93, 93, 93]));
    for (const c of [0, 1, 2]) {
      const channel = samples.filter((_, i) => i % 3 === c);
      expect(Math.max(...channel) - Math.min(...channel)).toBeLessThanOrEqual(1);
    }
  });

  it('makes the same of a colour photo and of its grey version', async () => {
    const colour = noise(64, 48);
    const lab = srgbToLab(colour.samples).map((value, i) => (i % 3 === 0 ? value : 0));
    const grey = { ...colour, samples: new Uint8Array(labToSrgb(lab)) };
    const [one, other] = [await colorize(model, colour), await colorize(model, grey)];
    one.samples.forEach((value, i) => expect(Math.abs(value - other.samples[i])).toBeLessThanOrEqual(3));
    expect(one.samples).not.toEqual(grey.samples);
  });
});

describe.each([
  { kind: 'article', width: 2 },
  { kind: 'pretrained', width: 4, cut: 16 },
] as const)('a prediction of the network $kind', (network) => {
  const picture = noise(90, 58);
  let model: Model;
  let prediction: Prediction;
  beforeAll(async () => {
    await openBackEnd('wasm');
    model = await loadModel(await syntheticModel(network));
    prediction = structuredClone(await predictColours(model, picture, { detail: 40 }));
  });
  afterAll(() => model.dispose());

  it.each([
    { temperature: 0.38, coherence: 0, saturation: 1 },
    { temperature: 1, coherence: 1, saturation: 2 },
    { temperature: 0, coherence: 0.5, saturation: 1 },
  ])('decoded and painted with %j is what colorize makes', async (settings) => {
    const { seen } = prediction;
    expect(seen).toEqual({ width: 62, height: 40 });
    const cells = decodeColours(prediction, settings);
    const painted = await paintColours(picture, cells, { seen, space: 'srgb', ...settings });
    const { samples } = await colorize(model, picture, { detail: 40, ...settings });
    expect(furthestColour(painted.samples, samples)).toBeLessThanOrEqual(1);
  });

  it('has the colours within .1 of those that the back end decodes', async () => {
    const { seen, lightness } = prediction;
    const { ab, stride } = await framed(model).predictCells(lightness, seen.height, seen.width, 0.38);
    const cells = agreeOnColours({ ...prediction, ab, stride }, prediction, 0);
    const decoded = decodeColours(prediction, { temperature: 0.38, coherence: 0 });
    expect(decoded).toMatchObject({ across: cells.across, down: cells.down, stride: cells.stride });
    expect(decoded.lightness).toEqual(cells.lightness);
    decoded.ab.forEach((value, i) => expect(Math.abs(value - cells.ab[i])).toBeLessThan(0.1));
  });

  it('with hints decodes to their colours where they lie, and with none to what it was', async () => {
    const settings = { temperature: 0.38, coherence: 0.5 };
    const plain = decodeColours(prediction, settings);
    expect(decodeColours(prediction, { ...settings, hints: [] })).toEqual(plain);
    const hints = [
      { x: 0.999, y: 1, a: 30, b: 40 },
      { x: 0, y: 0.5, a: -30, b: 20 },
    ];
    const { ab, across, down, stride } = decodeColours(prediction, { ...settings, hints });
    expect({ across, down, stride }).toEqual({ across: 16, down: 10, stride: 4 });
    expect([...ab.slice(-2)].map(Math.round)).toEqual([30, 40]);
    expect([...ab.slice(5 * 2 * across, 5 * 2 * across + 2)].map(Math.round)).toEqual([-30, 20]);
    const outside = [{ x: 2, y: 0, a: 0, b: 0 }];
    expect(() => decodeColours(prediction, { ...settings, hints: outside })).toThrow(/got \(2, 0\)/);
    const painted = await paintColours(picture, decodeColours(prediction, { ...settings, hints }), {
      ...{ seen: prediction.seen, saturation: 1, space: 'srgb' },
    });
    expect(await colorize(model, picture, { detail: 40, saturation: 1, ...settings, hints })).toEqual(
      painted,
    );
  });

  it('paints a hint as it was given, whatever the saturation of the rest', () => {
    const hints = [{ x: 0.999, y: 1, a: 30, b: 40 }];
    const settings = { temperature: 0.38, coherence: 0.5, saturation: 0.5 };
    const { ab } = decodeColours(prediction, { ...settings, hints });
    expect([...ab.slice(-2)].map((value) => Math.round(value * 0.5))).toEqual([30, 40]);
    const grey = { ...settings, saturation: 0 };
    expect(decodeColours(prediction, { ...grey, hints })).toEqual(decodeColours(prediction, grey));
  });

  it('gives the likelihoods of a place, likeliest first', () => {
    const count = model.gamut.bins.length / 2;
    const likelihoods = readLikelihoods(prediction, { x: 1, y: 1 });
    expect(likelihoods).toHaveLength(count);
    expect(likelihoods.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 5);
    likelihoods.slice(1).forEach(({ probability }, i) => {
      expect(probability).toBeLessThanOrEqual(likelihoods[i].probability);
    });
    const last = prediction.logits.slice(-count); // the cell at the bottom right
    const mean = annealedMean(last, model.gamut, 1);
    const meanA = likelihoods.reduce((sum, { a, probability }) => sum + a * probability, 0);
    expect(meanA).toBeCloseTo(mean[0], 3);
    expect(() => readLikelihoods(prediction, { x: 1.2, y: 0 })).toThrow(
      /expected a place in 0\.\.1, got \(1\.2, 0\)/,
    );
  });
});

describe('colorize', () => {
  it('lets no colour over an edge of the picture', async () => {
    const [width, height, edge] = [1000, 600, 503]; // not where two of the network's pixels meet
    const samples = Uint8Array.from({ length: width * height * 3 }, (_, i) =>
      Math.floor(i / 3) % width < edge ? 60 : 200,
    );
    const colourer = madeUpColourer((L) => (L < 30 ? [40, 30] : L > 75 ? [0, 0] : [20, 15]));
    const painted = await colorize(colourer, { samples, width, height, channels: 3 });
    const lab = srgbToLab(painted.samples.subarray(300 * width * 3, 301 * width * 3));
    for (let x = 0; x < width; x++) {
      const chroma = Math.hypot(lab[3 * x + 1], lab[3 * x + 2]);
      if (x < edge) expect(chroma).toBeGreaterThan(48);
      else expect(chroma).toBeLessThan(1);
    }
  });

  it('makes the same of stripes, wherever they are computed, in whatever order they end', async () => {
    const picture = noise(1 << 10, 600); // three stripes
    const colourer = madeUpColourer((L) => [L - 50, 50 - L]);
    const slow: StripeComputer = {
      atOnce: 3,
      shrink: async (task) => later(task.stripe.top === 0, computeHere.shrink(task)),
      buildLattice: computeHere.buildLattice,
      paint: async (task) => later(task.stripe.top === 0, computeHere.paint(task)),
    };
    const [one, other] = [
      await colorize(colourer, picture),
      await colorize(colourer, picture, { computer: slow }),
    ];
    expect(Buffer.compare(one.samples as Uint8Array, other.samples as Uint8Array)).toBe(0);
  });

  it('leaves the given picture alone, also where it is a Buffer, unless it is to be painted over', async () => {
    const samples = Buffer.alloc(8 * 8 * 3, 120);
    const picture: Pixels = { samples, width: 8, height: 8, channels: 3 };
    const colourer = madeUpColourer(() => [30, 10]);
    const painted = await colorize(colourer, picture);
    expect(samples.every((value) => value === 120)).toBe(true);
    await colorize(colourer, picture, { inPlace: true });
    expect([...samples]).toEqual([...painted.samples]);
  });

  it('gives a surface the colour of a hint, up to the edge of the picture’s lightness', async () => {
    const [width, height, edge] = [400, 300, 203];
    const samples = Uint8Array.from({ length: width * height * 3 }, (_, i) =>
      Math.floor(i / 3) % width < edge ? 90 : 200,
    );
    const picture: Pixels = { samples, width, height, channels: 3 };
    const colourer = madeUpColourer(() => [10, 10]);
    const before = await colorize(colourer, picture);
    const after = await colorize(colourer, picture, { hints: [{ x: 0.1, y: 0.9, a: 5, b: -35 }] });
    const [plain, hinted] = [srgbToLab(before.samples), srgbToLab(after.samples)];
    for (let i = 0; i < width * height; i += 7) {
      const [, a, b] = (i % width < edge - 2 ? hinted : plain).subarray(3 * i);
      const expected = i % width < edge - 2 ? [5, -35] : [10, 10];
      expect(Math.hypot(a - expected[0], b - expected[1])).toBeLessThan(2);
      if (i % width > edge + 2)
        for (const c of [1, 2]) expect(Math.abs(hinted[3 * i + c] - plain[3 * i + c])).toBeLessThan(1);
    }
  });

  it('keeps alpha and 16 bits', async () => {
    const samples = Uint16Array.from({ length: 6 * 5 * 4 }, (_, i) => (i * 2111) % 65536);
    const painted = await colorize(
      madeUpColourer(() => [20, -20]),
      { samples, width: 6, height: 5, channels: 4 },
    );
    expect(painted.samples).toBeInstanceOf(Uint16Array);
    expect(painted.samples.filter((_, i) => i % 4 === 3)).toEqual(samples.filter((_, i) => i % 4 === 3));
    expect(painted.samples).not.toEqual(samples);
  });

  it('multiplies the chroma by the saturation', async () => {
    const [plain, double, none] = await Promise.all(
      [1, 2, 0].map((saturation) =>
        colorize(
          madeUpColourer(() => [10, 10]),
          filled(8, 8, [128, 128, 128]),
          { saturation },
        ),
      ),
    );
    const a = (pixels: Pixels) => srgbToLab(pixels.samples.subarray(0, 3))[1];
    expect(a(plain)).toBeCloseTo(10, 0);
    expect(a(double)).toBeCloseTo(20, 0);
    expect(a(none)).toBeCloseTo(0, 1);
  });

  it('smooths along edges as far as it is told, and as the model says where it is not', async () => {
    const picture = noise(64, 64);
    const speckled = madeUpColourer((L) => (L % 2 < 1 ? [20, 0] : [-20, 0]));
    const own = { ...speckled, metadata: { ...speckled.metadata, coherence: 1 } };
    const bare = await colorize(speckled, picture);
    const smooth = await colorize(speckled, picture, { coherence: 1 });
    expect(spreadOfA(smooth)).toBeLessThan(0.5 * spreadOfA(bare));
    expect(await colorize(own, picture)).toEqual(smooth);
    expect(await colorize(own, picture, { coherence: 0 })).toEqual(bare);
  });

  it('has the saturation of the model unless another is asked for', async () => {
    const plain = madeUpColourer(() => [10, 10]);
    const own = { ...plain, metadata: { ...plain.metadata, saturation: 2 } };
    const picture = filled(8, 8, [128, 128, 128]);
    expect(await colorize(own, picture)).toEqual(await colorize(plain, picture, { saturation: 2 }));
    expect(await colorize(own, picture, { saturation: 1 })).toEqual(await colorize(plain, picture));
  });

  it.each([
    [{ temperature: 1.5 }, /temperature: expected 0 to 1, got 1\.5/],
    [{ coherence: 2 }, /coherence: expected 0 to 1, got 2/],
    [{ saturation: -1 }, /saturation: expected 0 to 4, got -1/],
    [{ detail: 10 }, /detail: expected 32 to 1024, got 10/],
  ])('refuses %j', async (settings, message) => {
    await expect(
      colorize(
        madeUpColourer(() => [0, 0]),
        noise(4, 4),
        settings,
      ),
    ).rejects.toThrow(message);
  });

  it('refuses samples that are not those of the size', async () => {
    const picture = { samples: new Uint8Array(12), width: 4, height: 4, channels: 3 } as const;
    await expect(
      colorize(
        madeUpColourer(() => [0, 0]),
        picture,
      ),
    ).rejects.toThrow(/expected samples \[4, 4, 3\]/);
  });
});

it.each([
  [
    { width: 4000, height: 3000 },
    { width: 341, height: 256 },
  ],
  [
    { width: 100, height: 80 },
    { width: 100, height: 80 },
  ],
  [
    { width: 40000, height: 1000 },
    { width: 3238, height: 81 },
  ],
  [
    { width: 1, height: 4000 },
    { width: 1, height: 4000 },
  ],
])('the network sees %j as %j', (size, seen) => {
  expect(sizeSeen(size, 256)).toEqual(seen);
});

function noise(width: number, height: number): Pixels {
  const rng = rngFrom('colorize', width, height);
  const samples = Uint8Array.from({ length: width * height * 3 }, () => 20 + Math.floor(rng() * 200));
  return { samples, width, height, channels: 3 };
}

function filled(width: number, height: number, colour: readonly number[]): Pixels {
  const samples = Uint8Array.from({ length: width * height * 3 }, (_, i) => colour[i % 3]);
  return { samples, width, height, channels: 3 };
}

function furthestColour(one: Pixels['samples'], other: Pixels['samples']): number {
  return Array.from(one).reduce((most, value, i) => Math.max(most, Math.abs(value - other[i])), 0);
}

function furthestLightness(one: Pixels['samples'], other: Pixels['samples']): number {
  const [from, to] = [srgbToLab(one), srgbToLab(other)];
  let most = 0;
  for (let i = 0; i < from.length; i += 3) most = Math.max(most, Math.abs(from[i] - to[i]));
  return most;
}

/** The standard deviation of a. */
function spreadOfA({ samples }: Pixels): number {
  const a = srgbToLab(samples).filter((_, i) => i % 3 === 1);
  const mean = a.reduce((sum, value) => sum + value, 0) / a.length;
  return Math.sqrt(a.reduce((sum, value) => sum + (value - mean) ** 2, 0) / a.length);
}

/** After a few turns of the event loop, or at once. */
async function later<Result>(late: boolean, result: Promise<Result>): Promise<Result> {
  for (let turn = 0; late && turn < 5; turn++) await new Promise(setImmediate);
  return result;
}
