import * as tf from '@tensorflow/tfjs';
import type { Gamut } from '@tintype/colour';
import { binCount } from '@tintype/colour';

import { MARGIN } from './article-network.ts';
import { decodeColours } from './decode-colours.ts';
import type { ModelFiles, ModelMetadata } from './model-files.ts';
import { decodeModel, gamutOf } from './model-files.ts';
import type { Plane, Tile } from './tiles.ts';
import { paddedTile, pasteTile, tilesOf } from './tiles.ts';

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
  /** The logits of every pixel. → [height · width, Q] */
  logits(lightness: Float32Array, height: number, width: number): Promise<Float32Array>;
  dispose(): void;
}

/** Opens a saved model on the current back end (open one first). Throws when the files are no Tintype model. */
export async function loadModel(files: ModelFiles): Promise<Model> {
  const { network, metadata } = await decodeModel(files);
  return modelOf(network, metadata);
}

/** Numbers in the logits of one tile: 16 MB at float32, whatever the image's size. */
const TILE_BUDGET = 4 * 1024 * 1024;

/** A network as a model. It keeps the network, so it follows a training that goes on. */
export function modelOf(network: tf.LayersModel, metadata: ModelMetadata, budget = TILE_BUDGET): Model {
  const gamut = gamutOf(metadata);
  const count = binCount(gamut);
  const bins = tf.keep(tf.tensor2d(gamut.bins.slice(), [count, 2]));
  const mostPixels = Math.max(1, Math.floor(budget / count));

  /** Runs the network tile by tile; `read` says what to take from a tile's logits [n, Q], `channels` per pixel. */
  async function overTiles(image: Plane, channels: number, read: (logits: tf.Tensor2D) => tf.Tensor2D[]) {
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
  }

  return {
    metadata,
    gamut,
    predict: (values, height, width, temperatures) =>
      overTiles({ values, height, width }, 2, (logits) =>
        temperatures.map((T) => decodeColours(logits, bins, T)),
      ),
    async logits(values, height, width) {
      const [logits = new Float32Array()] = await overTiles({ values, height, width }, count, (tile) => [
        tile,
      ]);
      return logits;
    },
    dispose: () => {
      network.dispose();
      bins.dispose();
    },
  };
}

/** A tile's logits [n, Q]; the tile's surroundings, or their reflection, are the margin of the convolutions. */
function logitsOf(
  network: tf.LayersModel,
  image: Plane,
  tile: Tile,
  { lightness }: ModelMetadata,
): tf.Tensor2D {
  const shape: [number, number, number, number] = [1, tile.height + 2 * MARGIN, tile.width + 2 * MARGIN, 1];
  const x = tf.tensor4d(paddedTile(image, tile, MARGIN, lightness), shape);
  return tf.reshape(network.predict(x) as tf.Tensor4D, [tile.height * tile.width, -1]);
}

function checkPlane({ values, height, width }: Plane): void {
  if (height >= 1 && width >= 1 && values.length === height * width) return;
  throw new Error(`predict: expected lightness [${height} · ${width}], got ${values.length} numbers`);
}
