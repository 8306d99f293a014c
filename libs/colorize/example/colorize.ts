import { readFile, writeFile } from 'node:fs/promises';

import {
  colorize,
  type Likelihood,
  type Model,
  type Pixels,
  predictColours,
  readLikelihoods,
} from '@tintype/colorize';
import { colorizePhoto, openModelFolder } from '@tintype/colorize/node';

/** Opens a model's folder on the fastest back end that there is. */
export async function openFolder(folder: string): Promise<Model> {
  const { model } = await openModelFolder(folder);
  return model;
}

/** A photo from a file to a file, at its full size and with its metadata. */
export async function colourFile(model: Model, from: string, to: string): Promise<void> {
  const photo = await colorizePhoto(model, await readFile(from), { format: 'png', temperature: 0.5 });
  if ('reason' in photo) throw new Error(`${from}: ${photo.reason}`);
  await writeFile(to, photo.bytes);
}

/** Pixels to pixels: this needs nothing of Node, and runs in a browser with the samples of a canvas (4 channels). */
export async function colourGradient(model: Model): Promise<Pixels> {
  const [width, height] = [256, 128];
  const samples = Uint8Array.from({ length: width * height * 3 }, (_, i) => Math.floor(i / 3) % width);
  return colorize(model, { samples, width, height, channels: 3 }, { saturation: 1.2 });
}

/** The five colours that the network thinks likeliest for the pixel in the middle. */
export async function colourOfMiddle(model: Model, pixels: Pixels): Promise<readonly Likelihood[]> {
  const prediction = await predictColours(model, pixels);
  return readLikelihoods(prediction, { x: 0.5, y: 0.5 }).slice(0, 5);
}
