import {
  addLightness,
  type ColourCells,
  type ColourLattice,
  type Painting,
  type Size,
  type Stripe,
} from '@tintype/colour';
import { coherent, framed, type Model, type Pixel } from '@tintype/network';
import { mapConcurrently } from '@tintype/store/neutral';

import { computeHere, type StripeComputer } from './compute-stripe.ts';
import { checkPixels, copied, type Pixels } from './pixels.ts';
import { poolCells } from './pool-cells.ts';
import { type ColorizeSettings, type CompleteSettings, completeSettings } from './settings.ts';

export interface ColorizeOptions extends ColorizeSettings {
  /** Where rows are computed. Default: in this thread. */
  readonly computer?: StripeComputer;
  /** Paints over the given samples, which saves memory. Default: the result has samples of its own. */
  readonly inPlace?: boolean;
}

/** Pixels in one stripe: enough that handing it on costs nothing beside its work. */
const STRIPE_PIXELS = 1 << 18;
/** How many times larger than a square of `detail` a long picture may be for the network. */
const LONGEST = 4;

/**
 * Colours a picture. Every pixel keeps its lightness; what colours it had before plays no part. The network looks at
 * the picture reduced to `detail`, and what it says is brought to full resolution along the edges of the lightness.
 */
export async function colorize(model: Model, pixels: Pixels, options: ColorizeOptions = {}): Promise<Pixels> {
  checkPixels(pixels);
  const settings = completeSettings(options, model);
  const { computer = computeHere, inPlace = false } = options;
  const seen = sizeSeen(pixels, settings.detail);
  const cells = await predict(model, pixels, { seen, settings, computer });
  const painting = {
    of: sizeOf(pixels),
    cells: { width: seen.width / cells.stride, height: seen.height / cells.stride },
    saturation: settings.saturation,
    space: settings.space,
  };
  const canvas = inPlace ? pixels : { ...pixels, samples: copied(pixels.samples) };
  const lattice = await computer.buildLattice({ kind: 'lattice', cells });
  await paintAll(canvas, { lattice, painting, computer });
  return canvas;
}

/** A colour that the network thinks a pixel may have. */
export interface Likelihood {
  /** The centre of a bin. */
  readonly a: number;
  readonly b: number;
  readonly probability: number;
}

/** What the network says of one pixel: every bin of its gamut with its probability, likeliest first. They sum to 1. */
export async function likelihoodsAt(
  model: Model,
  pixels: Pixels,
  { x, y }: Pixel,
  options: Pick<ColorizeOptions, 'detail' | 'computer'> = {},
): Promise<readonly Likelihood[]> {
  checkPixels(pixels);
  const settings = completeSettings(options, model);
  const seen = sizeSeen(pixels, settings.detail);
  const lightness = await lightnessOf(pixels, seen, options.computer ?? computeHere);
  const pixel = {
    x: Math.floor(((x + 0.5) * seen.width) / pixels.width),
    y: Math.floor(((y + 0.5) * seen.height) / pixels.height),
  };
  const probabilities = await framed(model).distributionAt(lightness, seen.height, seen.width, pixel);
  const { bins } = model.gamut;
  return Array.from(probabilities, (probability, q) => ({
    a: bins[2 * q] ?? NaN,
    b: bins[2 * q + 1] ?? NaN,
    probability,
  })).sort((one, other) => other.probability - one.probability);
}

/** The size at which the network sees a picture: never enlarged, its shorter side `detail` unless it is very long. */
export function sizeSeen({ width, height }: Size, detail: number): Size {
  const shorter = detail / Math.min(width, height);
  const area = Math.sqrt((LONGEST * detail * detail) / (width * height));
  const scale = Math.min(1, shorter, area);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

async function predict(
  model: Model,
  pixels: Pixels,
  by: { readonly seen: Size; readonly settings: CompleteSettings; readonly computer: StripeComputer },
): Promise<ColourCells & { readonly stride: number }> {
  const { seen, settings, computer } = by;
  const lightness = await lightnessOf(pixels, seen, computer);
  // Framed, so that a picture's colours are not about its borders.
  const { temperature, coherence } = settings;
  const colourer = coherent(framed(model), coherence); // of the picture alone: the frame is cut off first
  const cells = await colourer.predictCells(lightness, seen.height, seen.width, temperature);
  return poolCells(cells, lightness, seen);
}

async function lightnessOf(
  pixels: Pixels,
  seen: Size,
  { shrink, atOnce }: StripeComputer,
): Promise<Float32Array> {
  const plane = new Float32Array(seen.width * seen.height);
  const of = sizeOf(pixels);
  const sums = await mapConcurrently(stripesOf(pixels), atOnce, (stripe) =>
    shrink({ kind: 'shrink', stripe, of, to: seen }),
  );
  for (const sum of sums) addLightness(plane, seen, sum); // always in the same order, as sums of floats depend on it
  return plane;
}

async function paintAll(
  pixels: Pixels,
  by: {
    readonly lattice: ColourLattice;
    readonly painting: Painting;
    readonly computer: StripeComputer;
  },
): Promise<void> {
  const { lattice, painting, computer } = by;
  await mapConcurrently(stripesOf(pixels), computer.atOnce, (stripe) =>
    computer.paint({ kind: 'paint', stripe, lattice, painting }),
  );
}

/** The rows of a picture in stripes, which share its samples. */
function stripesOf({ samples, width, height, channels }: Pixels): Stripe[] {
  const rows = Math.max(1, Math.floor(STRIPE_PIXELS / width));
  const line = width * channels;
  return Array.from({ length: Math.ceil(height / rows) }, (_, i) => {
    const top = i * rows;
    return { samples: samples.subarray(top * line, (top + rows) * line), channels, top };
  });
}

function sizeOf({ width, height }: Size): Size {
  return { width, height };
}
