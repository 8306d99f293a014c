import { describe, expect, it } from '@jest/globals';

import { syntheticState } from '../../testing/synthetic-state.ts';
import { foldEncoder } from './fold-encoder.ts';

const state = syntheticState();
const weights = foldEncoder(state, 16);

/** γ/√(σ² + ε) of a channel. */
function scaleOf(norm: string, channel: number): number {
  return part(norm, 'weight', channel) / Math.sqrt(part(norm, 'running_var', channel) + 1e-3);
}

function part(name: string, kind: string, i: number): number {
  return state.get(`${name}.${kind}`)?.values[i] ?? NaN;
}

/** An entry of a kernel [k, k, in, out]. */
function kernel(name: string, [y, x, i, o]: readonly [number, number, number, number]): number {
  const { shape, values } = weights.get(`${name}/kernel`) ?? { shape: [], values: [] };
  const [, width = NaN, inputs = NaN, outputs = NaN] = shape;
  return values[((y * width + x) * inputs + i) * outputs + o] ?? NaN;
}

describe('foldEncoder', () => {
  it('scales kernels of a convolution by γ/√(σ² + ε), laid out as TensorFlow wants them', () => {
    expect(weights.get('encoder_3_project/kernel')?.shape).toEqual([1, 1, 144, 40]);
    for (const [i, o] of [
      [0, 0],
      [143, 39],
      [17, 5],
    ] as const)
      expect(kernel('encoder_3_project', [0, 0, i, o])).toBeCloseTo(
        scaleOf('_blocks.3._bn2', o) * part('_blocks.3._project_conv', 'weight', o * 144 + i),
        5,
      );
  });

  it('sums the stem over red, green and blue', () => {
    expect(weights.get('encoder_stem/kernel')?.shape).toEqual([3, 3, 1, 32]);
    for (const [y, x, o] of [
      [0, 0, 0],
      [2, 1, 31],
      [1, 2, 7],
    ] as const) {
      const colours = [0, 1, 2].map((c) => part('_conv_stem', 'weight', ((o * 3 + c) * 3 + y) * 3 + x));
      const sum = colours.reduce((total, value) => total + value, 0);
      expect(kernel('encoder_stem', [y, x, 0, o])).toBeCloseTo(scaleOf('_bn0', o) * sum, 5);
    }
  });

  it('lays a depthwise kernel out by its input channels', () => {
    expect(weights.get('encoder_3_depthwise/kernel')?.shape).toEqual([5, 5, 144, 1]);
    for (const [y, x, c] of [
      [0, 0, 0],
      [4, 1, 143],
      [2, 3, 9],
    ] as const)
      expect(kernel('encoder_3_depthwise', [y, x, c, 0])).toBeCloseTo(
        scaleOf('_blocks.3._bn1', c) * part('_blocks.3._depthwise_conv', 'weight', (c * 5 + y) * 5 + x),
        5,
      );
  });

  it('moves what normalisation subtracts and adds into the bias', () => {
    const bias = weights.get('encoder_3_expand/bias');
    expect(bias?.shape).toEqual([144]);
    const norm = '_blocks.3._bn0';
    for (const c of [0, 77, 143])
      expect(bias?.values[c]).toBeCloseTo(
        part(norm, 'bias', c) - scaleOf(norm, c) * part(norm, 'running_mean', c),
        5,
      );
  });

  it('names a tensor that is missing or has another shape', () => {
    const without = new Map(state);
    without.delete('_blocks.9._bn1.running_var');
    expect(() => foldEncoder(without, 16)).toThrow(
      'state dict: expected 672 for _blocks.9._bn1.running_var, got nothing',
    );
    const other = new Map(state).set('_blocks.0._depthwise_conv.weight', {
      ...{ shape: [32, 1, 5, 5], values: new Float32Array(800) },
    });
    expect(() => foldEncoder(other, 16)).toThrow(
      'state dict: expected 32 × 1 × 3 × 3 for _blocks.0._depthwise_conv.weight, got 32 × 1 × 5 × 5',
    );
  });
});
