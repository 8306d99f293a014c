import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';

import { openBackEnd } from '../backend/node-back-end.ts';
import { buildEncoder } from './build-encoder.ts';

describe('the encoder', () => {
  beforeAll(async () => void (await openBackEnd('wasm')));

  it.each([
    [16, ['4: 24', '8: 40', '16: 112'], 692],
    [32, ['4: 24', '8: 40', '16: 112', '32: 320'], 2939],
  ] as const)('cut after stride %i has the taps %j and %i thousand parameters', (cut, taps, thousands) => {
    const input = tf.input({ shape: [null, null, 1] });
    const outputs = buildEncoder(input, cut);
    expect(outputs.map(({ stride, channels }) => `${stride}: ${channels}`)).toEqual(taps);
    const network = tf.model({ inputs: input, outputs: outputs.map(({ output }) => output) });
    expect(Math.round(network.countParams() / 1000)).toBe(thousands);
    const seen = network.predict(tf.zeros([1, 64, 96, 1])) as tf.Tensor[];
    expect(seen.map(({ shape }) => shape)).toEqual(
      outputs.map(({ stride, channels }) => [1, 64 / stride, 96 / stride, channels]),
    );
    network.dispose();
  });

  it('adds the input of blocks that keep stride and width, and expands in all but the first', () => {
    const input = tf.input({ shape: [null, null, 1] });
    const network = tf.model({ inputs: input, outputs: buildEncoder(input, 32).map(({ output }) => output) });
    const names = network.layers.map(({ name }) => name).filter((name) => name !== network.layers[0]?.name);
    expect(names.every((name) => name.startsWith('encoder_'))).toBe(true);
    const numbered = (end: string) =>
      names.flatMap((name) => (name.endsWith(end) ? [Number(name.split('_')[1])] : []));
    expect(numbered('_add')).toEqual([2, 4, 6, 7, 9, 10, 12, 13, 14]);
    expect(numbered('_expand')).toEqual(Array.from({ length: 15 }, (_, i) => i + 1));
    network.dispose();
  });
});
