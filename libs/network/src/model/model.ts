import * as tf from '@tensorflow/tfjs';
import { binCount, type Gamut } from '@tintype/colour';

import { findGeometry } from '../networks/geometry.ts';
import { scaleLightness } from '../networks/lightness.ts';
import { decodeColours } from './decode-colours.ts';
import { enlargeSmoothly } from './enlarge.ts';
import { decodeModel } from './model-files.ts';
import { gamutOf, type ModelFiles } from './model-json.ts';
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
   * `frame` outer pixels on each side, a multiple of the stride, are seen, but their cells left out. Default: 0.
   */
  predictCells(
    lightness: Float32Array,
    height: number,
    width: number,
    temperature: number,
    frame?: number,
  ): Promise<Cells>;
  /** The logits of the same cells: all that the network says of a picture, to be decoded at any temperature. */
  predictLogits(lightness: Float32Array, height: number, width: number, frame?: number): Promise<LogitCells>;
  dispose(): void;
}

/** A cell is `stride` × `stride` pixels; the last row and column may reach beyond the picture. */
export interface CellGrid {
  readonly across: number;
  readonly down: number;
  readonly stride: number;
}

/** The ab of every cell. */
export interface Cells extends CellGrid {
  readonly ab: Float32Array; // [down, across, 2]
}

/** The logits of every cell. */
export interface LogitCells extends CellGrid {
  readonly logits: Float32Array; // [down, across, Q]
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
      reader.pixels({ values, height, width }, 2, decoded(temperatures)),
    async predictCells(values, height, width, temperature, frame) {
      const image = { values, height, width };
      const { cells: ab, ...grid } = await reader.cells(image, 2, decoded([temperature]), frame);
      return { ab, ...grid };
    },
    async predictLogits(values, height, width, frame) {
      const image = { values, height, width };
      const { cells: logits, ...grid } = await reader.cells(image, count, undecoded, frame);
      return { logits, ...grid };
    },
    dispose: () => {
      network.dispose();
      bins.dispose();
    },
  };
}

/** What to take from logits [n, Q]: tensors [n, channels]. */
type Read = (logits: tf.Tensor2D) => tf.Tensor2D[];

const undecoded: Read = (logits) => [logits.clone()];

/** Runs a network over an image and gives what `read` takes from its logits. */
interface Reader {
  /** For every pixel, coarser predictions enlarged smoothly. → each [height · width, channels] */
  pixels(image: Plane, channels: number, read: Read): Promise<Float32Array[]>;
  /** The first tensor that `read` takes, as coarse as it is predicted, within a frame of so many pixels. */
  cells(image: Plane, channels: number, read: Read, frame?: number): Promise<ReadCells>;
}

interface ReadCells extends CellGrid {
  readonly cells: Float32Array; // [down, across, channels]
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
    async cells(image, channels, read, frame) {
      const { height, width } = image;
      const of = { across: width, channels, height, width, stride: 1 };
      return inner(first(await pixels(image, channels, read)), of, frame);
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
    async pixels(image, channels, read) {
      const { height, width } = image;
      const shape = { across: acrossOf(image), channels, stride, height, width };
      return (await run(image, read)).map((values) => enlargeSmoothly(values, shape));
    },
    async cells(image, channels, read, frame) {
      const { height, width } = image;
      const of = { across: acrossOf(image), channels, height, width, stride };
      return inner(first(await run(image, read)), of, frame);
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

/** The cells over the picture, without its frame and without those that only make its sides what the network can take. */
function inner(
  values: Float32Array,
  of: {
    readonly across: number;
    readonly channels: number;
    readonly height: number;
    readonly width: number;
    readonly stride: number;
  },
  frame = 0,
): ReadCells {
  const { channels, stride } = of;
  const { first, down, across } = cellsWithin(of, stride, frame);
  const cells = new Float32Array(down * across * channels);
  for (let y = 0; y < down; y++) {
    const start = ((first + y) * of.across + first) * channels;
    cells.set(values.subarray(start, start + across * channels), y * across * channels);
  }
  return { cells, across, down, stride };
}

/** The cells of a picture within its frame: in height and in width they begin with `first`. */
export function cellsWithin(
  { height, width }: Pick<Plane, 'height' | 'width'>,
  stride: number,
  frame: number,
): { readonly first: number; readonly down: number; readonly across: number } {
  const count = (side: number) => Math.ceil((side - 2 * frame) / stride);
  return { first: frame / stride, down: count(height), across: count(width) };
}

export function checkPlane({ values, height, width }: Plane): void {
  if (height >= 1 && width >= 1 && values.length === height * width) return;
  throw new Error(`predict: expected lightness [${height} · ${width}], got ${values.length} numbers`);
}
