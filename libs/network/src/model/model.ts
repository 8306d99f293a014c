import * as tf from '@tensorflow/tfjs';
import { binCount, type Gamut } from '@tintype/colour';

import { scaleLightness } from '../networks/lightness.ts';
import { findGeometry } from '../networks/networks.ts';
import { decodeColours } from './decode-colours.ts';
import { enlargeByRepeating, enlargeSmoothly } from './enlarge.ts';
import { decodeModel, gamutOf, type ModelFiles } from './model-files.ts';
import type { ModelMetadata } from './model-metadata.ts';
import { paddedTile, pasteTile, type Plane, type Tile, tilesOf } from './tiles.ts';

/** A trained network that colours images of any size. */
export interface Model {
  readonly metadata: ModelMetadata;
  readonly gamut: Gamut;
  /**
   * The ab of every pixel at each temperature: softmax(logits / T) · bins (T ≤ 0.001: the likeliest bin).
   * lightness: raw L 0..100 [height · width] → one ab [height · width, 2] per temperature.
   */
  predict(
    lightness: Float32Array,
    height: number,
    width: number,
    temperatures: readonly number[],
  ): Promise<Float32Array[]>;
  /**
   * The same at one temperature, as coarsely as the network predicts it. What colours a photo of any size begins here.
   */
  predictCells(lightness: Float32Array, height: number, width: number, temperature: number): Promise<Cells>;
  /** The distribution over the bins that the network gives one pixel: softmax(logits). → [Q] */
  distributionAt(lightness: Float32Array, height: number, width: number, pixel: Pixel): Promise<Float32Array>;
  /** The logits of every pixel. → [height · width, Q] */
  logits(lightness: Float32Array, height: number, width: number): Promise<Float32Array>;
  dispose(): void;
}

/** The ab of every `stride` × `stride` pixels; the last row and column may reach beyond the picture. */
export interface Cells {
  readonly ab: Float32Array; // [down, across, 2]
  readonly across: number;
  readonly down: number;
  readonly stride: number;
}

/** Column and row, from the top left. */
export interface Pixel {
  readonly x: number;
  readonly y: number;
}

/** Opens a saved model on the current back end (open one first). Throws when the files are no Tintype model. */
export async function loadModel(files: ModelFiles): Promise<Model> {
  const { network, metadata } = await decodeModel(files);
  return modelOf(network, metadata);
}

/** Numbers in the logits of one tile: 16 MB at float32, whatever the image's size. */
const TILE_BUDGET = 4 * 1024 * 1024;

/** What gives logits: a network of layers, or a graph that was made of one. */
export interface Predictor {
  /** [1, H, W, 1] → [1, H', W', Q] */
  predict(x: tf.Tensor4D): tf.Tensor | tf.Tensor[];
  dispose(): unknown;
}

/** A network as a model. It keeps the network, so it follows a training that goes on. */
export function modelOf(network: Predictor, metadata: ModelMetadata, budget = TILE_BUDGET): Model {
  const gamut = gamutOf(metadata);
  const count = binCount(gamut);
  const bins = tf.keep(tf.tensor2d(gamut.bins.slice(), [count, 2]));
  const reader = readerOf(network, metadata, Math.max(1, Math.floor(budget / count)));
  const decoded = (temperatures: readonly number[]) => (logits: tf.Tensor2D) =>
    temperatures.map((T) => decodeColours(logits, bins, T));

  return {
    metadata,
    gamut,
    predict: (values, height, width, temperatures) =>
      reader.pixels({ values, height, width }, 2, decoded(temperatures), enlargeSmoothly),
    predictCells: (values, height, width, temperature) =>
      reader.cells({ values, height, width }, decoded([temperature])),
    async distributionAt(values, height, width, pixel) {
      const image = { values, height, width };
      checkPixel(image, pixel);
      return reader.at(image, pixel, count, (logits) => [tf.softmax(logits)]);
    },
    async logits(values, height, width) {
      const itself = (logits: tf.Tensor2D) => [logits.clone()];
      return first(await reader.pixels({ values, height, width }, count, itself, enlargeByRepeating));
    },
    dispose: () => {
      network.dispose();
      bins.dispose();
    },
  };
}

/** What to take from logits [n, Q]: tensors [n, channels]. */
type Read = (logits: tf.Tensor2D) => tf.Tensor2D[];

/** Runs a network over an image and gives what `read` takes from its logits. */
interface Reader {
  /** For every pixel; `enlarge` is how coarser predictions become pixels. → each [height · width, channels] */
  pixels(
    image: Plane,
    channels: number,
    read: Read,
    enlarge: typeof enlargeSmoothly,
  ): Promise<Float32Array[]>;
  /** The first tensor that `read` takes, of two channels, as coarse as it is predicted. */
  cells(image: Plane, read: Read): Promise<Cells>;
  /** What is predicted for one pixel. → [channels] */
  at(image: Plane, pixel: Pixel, channels: number, read: Read): Promise<Float32Array>;
}

function readerOf(network: Predictor, metadata: ModelMetadata, mostPixels: number): Reader {
  const { stride } = findGeometry(metadata.network);
  return stride === 1 ? tileReader(network, metadata, mostPixels) : wholeReader(network, metadata);
}

/** Of a network that predicts every pixel from its surroundings: tile by tile, so that memory stays small. */
function tileReader(network: Predictor, metadata: ModelMetadata, mostPixels: number): Reader {
  const pixels = async (image: Plane, channels: number, read: Read) => {
    checkPlane(image);
    const whole: Float32Array[] = [];
    for (const tile of tilesOf(image.height, image.width, mostPixels)) {
      const outputs = tf.tidy(() => read(logitsOf(network, image, tile, metadata)));
      for (const [i, output] of outputs.entries()) {
        whole[i] ??= new Float32Array(image.height * image.width * channels);
        pasteTile(await output.data<'float32'>(), tile, whole[i], image.width, channels);
      }
      tf.dispose(outputs);
    }
    return whole;
  };
  return {
    pixels,
    async cells(image, read) {
      return { ab: first(await pixels(image, 2, read)), across: image.width, down: image.height, stride: 1 };
    },
    async at(image, { x, y }, _channels, read) {
      const tile = { top: y, left: x, height: 1, width: 1 };
      return first(await readTile(network, image, tile, metadata, read));
    },
  };
}

/** Of a network that sees the whole picture, reflected to sides that it can take. */
function wholeReader(network: Predictor, metadata: ModelMetadata): Reader {
  const { stride, multiple } = findGeometry(metadata.network);
  const whole = (side: number) => Math.ceil(side / multiple) * multiple;
  const acrossOf = ({ width }: Plane) => whole(width) / stride;
  const run = async (image: Plane, read: Read) => {
    checkPlane(image);
    const tile = { top: 0, left: 0, height: whole(image.height), width: whole(image.width) };
    return readTile(network, image, tile, metadata, read);
  };
  return {
    async pixels(image, channels, read, enlarge) {
      const { height, width } = image;
      const shape = { across: acrossOf(image), channels, stride, height, width };
      return (await run(image, read)).map((values) => enlarge(values, shape));
    },
    async cells(image, read) {
      const { height, width } = image;
      return inner(first(await run(image, read)), { across: acrossOf(image), height, width, stride });
    },
    async at(image, { x, y }, channels, read) {
      const cell = (Math.floor(y / stride) * acrossOf(image) + Math.floor(x / stride)) * channels;
      return first(await run(image, read)).slice(cell, cell + channels);
    },
  };
}

async function readTile(
  network: Predictor,
  image: Plane,
  tile: Tile,
  metadata: ModelMetadata,
  read: Read,
): Promise<Float32Array[]> {
  const outputs = tf.tidy(() => read(logitsOf(network, image, tile, metadata)));
  const values = await Promise.all(outputs.map((output) => output.data<'float32'>()));
  tf.dispose(outputs);
  return values;
}

function first([values = new Float32Array()]: readonly Float32Array[]): Float32Array {
  return values;
}

/** A tile's logits [n, Q]; the tile's surroundings, or their reflection, are the margin of the convolutions. */
function logitsOf(
  network: Predictor,
  image: Plane,
  tile: Tile,
  { lightness, network: settings }: ModelMetadata,
): tf.Tensor2D {
  const { margin } = findGeometry(settings);
  const shape: [number, number, number, number] = [1, tile.height + 2 * margin, tile.width + 2 * margin, 1];
  const x = tf.tensor4d(scaleLightness(paddedTile(image, tile, margin), lightness), shape);
  const logits = network.predict(x) as tf.Tensor4D;
  return tf.reshape(logits, [-1, logits.shape[3]]);
}

/** The cells over the picture, without those that only make its sides what the network can take. */
export function inner(
  values: Float32Array,
  of: { readonly across: number; readonly height: number; readonly width: number; readonly stride: number },
): Cells {
  const { height, width, stride } = of;
  const [down, across] = [Math.ceil(height / stride), Math.ceil(width / stride)];
  const ab = new Float32Array(down * across * 2);
  for (let y = 0; y < down; y++) {
    const start = y * of.across * 2;
    ab.set(values.subarray(start, start + across * 2), y * across * 2);
  }
  return { ab, across, down, stride };
}

/** Throws where there is no such pixel. */
export function checkPixel({ height, width }: Omit<Plane, 'values'>, { x, y }: Pixel): void {
  const inside = Number.isInteger(x) && Number.isInteger(y) && x >= 0 && y >= 0 && x < width && y < height;
  if (!inside)
    throw new RangeError(`distributionAt: expected a pixel of ${width} × ${height}, got (${x}, ${y})`);
}

export function checkPlane({ values, height, width }: Plane): void {
  if (height >= 1 && width >= 1 && values.length === height * width) return;
  throw new Error(`predict: expected lightness [${height} · ${width}], got ${values.length} numbers`);
}
