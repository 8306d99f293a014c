import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';

import { openBackEnd } from '../backend/node-back-end.ts';
import { loadRebuilt } from '../load-rebuilt.ts';
import { syntheticModel } from '../testing/synthetic-model.ts';
import { loadModel } from './model.ts';
import type { ModelFiles, ModelJson } from './model-json.ts';
import { shrinkModel } from './shrink-model.ts';

let files: ModelFiles;
beforeAll(async () => {
  await openBackEnd('cpu');
  files = await syntheticModel({ kind: 'article', width: 1 });
});

/** The model with other words in `model.json`. */
function withJson(change: (json: Editable<ModelJson>) => unknown): ModelFiles {
  const json = JSON.parse(Buffer.from(files['model.json']).toString());
  change(json);
  return { ...files, 'model.json': Buffer.from(JSON.stringify(json)) };
}

type Editable<T> = { -readonly [K in keyof T]: Editable<T[K]> };

async function coloursOf(model: Awaited<ReturnType<typeof loadModel>>): Promise<Float32Array | undefined> {
  const [ab] = await model.predict(new Float32Array(20 * 20).fill(40), 20, 20, [0.38]);
  model.dispose();
  return ab;
}

describe('a model from anyone', () => {
  it('colours as its settings and numbers say, whatever layers its file describes', async () => {
    const other = withJson((json) => (json.modelTopology = { class_name: 'Anything' }));
    await expect(loadModel(other)).rejects.toThrow();
    expect(await coloursOf(await loadRebuilt(other))).toEqual(await coloursOf(await loadModel(files)));
  });

  it('may have kernels of half precision', async () => {
    const half = shrinkModel(files);
    expect(await coloursOf(await loadRebuilt(half))).toEqual(await coloursOf(await loadModel(half)));
  });

  it.each<[string, () => ModelFiles, RegExp]>([
    [
      'wider than it says',
      () => withJson(({ userDefinedMetadata: { tintype } }) => (tintype.network.width = 2)),
      /weightsManifest: expected 3 × 3 × 1 × 2 for \S+, got 3 × 3 × 1 × 1/,
    ],
    [
      'of a kind that there is no more',
      () =>
        withJson(({ userDefinedMetadata: { tintype } }) =>
          Object.assign(tintype.network, { kind: 'encoder-decoder' }),
        ),
      /^model\.json: \S+\.network\.kind: expected one of article, zhang, pretrained, got encoder-decoder; .* train a model anew$/,
    ],
    [
      'so wide that building it would take all memory',
      () => withJson(({ userDefinedMetadata: { tintype } }) => (tintype.network.width = 1e6)),
      /network\.width/,
    ],
    [
      'with a bin that is no colour',
      () => withJson(({ userDefinedMetadata: { tintype } }) => (tintype.gamut.bins = [[1e9, 0]])),
      /gamut\.bins\[0\]\[0\]/,
    ],
    [
      'without its last weight',
      () => withJson(({ weightsManifest }) => weightsManifest[0]?.weights.pop()),
      /weights\.bin: expected \d+ bytes, got \d+/,
    ],
    [
      'without weights',
      () => withJson((json) => (json.weightsManifest = [])),
      /weights\.bin: expected 0 bytes/,
    ],
    [
      'with numbers that are none',
      () => ({ ...files, 'weights.bin': new Uint8Array(files['weights.bin'].length).fill(0xff) }),
      /weights\.bin: expected finite numbers/,
    ],
    [
      'cut short',
      () => ({ ...files, 'weights.bin': files['weights.bin'].subarray(0, 40) }),
      /weights\.bin: expected \d+ bytes, got 40/,
    ],
  ])('is refused: %s', async (_, made, reason) => {
    const before = tf.memory().numTensors;
    await expect(loadRebuilt(made())).rejects.toThrow(reason);
    expect(tf.memory().numTensors).toBe(before);
  });
});
