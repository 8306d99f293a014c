import type { layers } from '@tensorflow/tfjs';

import type { DType, Output } from '../graph-def.ts';
import type { Sliding } from '../ops/convolution-ops.ts';
import type { Ops } from '../ops/ops.ts';

/** The most columns of a filter for whose gradient oneDNN has a quick kernel. */
const QUICK = 3;

/**
 * The gradients of a depthwise convolution, by a way round two slow kernels of oneDNN (2 cores, AVX-512, 8 pictures):
 * that of a filter of more than three columns (5 × 5 over 24 × 24 × 240: 8.5 ms, in bfloat16 67) is computed three columns
 * at a time (3.0 and 3.1), and that by the input of a strided one in bfloat16 (5 × 5 over 48 × 48 × 144: 76 ms) in
 * float32 (.7).
 */
export function depthwiseGradients(layer: layers.Layer, ops: Ops) {
  const shape = (layer.weights[0]?.shape ?? []).map(Number) as [number, number, number, number];
  const filterGradient: Ops['depthwiseFilterGradient'] = (x, sizes, dy, of, dtype) =>
    shape[1] > QUICK
      ? gradientByColumns(ops, { x, dy, of, dtype }, shape)
      : ops.depthwiseFilterGradient(x, sizes, dy, of, dtype);
  const inputGradient: Ops['depthwiseInputGradient'] = (sides, kernel, dy, of, dtype) => {
    if (of.strides[0] === 1) return ops.depthwiseInputGradient(sides, kernel, dy, of, dtype);
    const [wideKernel, wideDy] = [kernel, dy].map((x) => ops.cast(x, dtype, 'float32')) as [Output, Output];
    const wide = ops.depthwiseInputGradient(sides, wideKernel, wideDy, of, 'float32');
    return ops.cast(wide, 'float32', dtype);
  };
  return { filterGradient, inputGradient };
}

interface Convolved {
  readonly x: Output;
  readonly dy: Output;
  readonly of: Sliding;
  readonly dtype: DType;
}

/** Of a picture padded first, whose parts are those that each group of columns slides over. → [kh, kw, C, M] */
function gradientByColumns(
  ops: Ops,
  { x, dy, of, dtype }: Convolved,
  [rows, columns, channels, multiplier]: readonly [number, number, number, number],
): Output {
  const [height, width] = [rows, columns].map((side, i) =>
    sideOf(ops, { x, dy, of, dtype }, i + 1, side),
  ) as [Side, Side];
  const none = ops.constant('int32', [0, 0]);
  const paddings = ops.pack([none, height.padding, width.padding, none]);
  const padded = of.padding === 'SAME' ? ops.pad(x, paddings, dtype) : x;
  const all = ops.constant('int32', -1);
  const reach = ops.pack([
    all,
    ops.add(height.steps, ops.constant('int32', rows), 'int32'),
    ops.add(width.steps, ops.constant('int32', QUICK), 'int32'),
    all,
  ]);
  const sizes = ops.constant('int32', [rows, QUICK, channels, multiplier]);
  let done = 0;
  const parts: Output[] = [];
  while (done < columns) {
    const first = Math.min(done, columns - QUICK);
    const seen = ops.slice(padded, ops.constant('int32', [0, 0, first, 0]), reach, dtype);
    const part = ops.depthwiseFilterGradient(seen, sizes, dy, { ...of, padding: 'VALID' }, dtype);
    const fresh = ops.constant('int32', [0, done - first, 0, 0]); // the last group may overlap the one before it
    parts.push(
      first === done ? part : ops.slice(part, fresh, ops.constant('int32', [-1, -1, -1, -1]), dtype),
    );
    done = first + QUICK;
  }
  return ops.concat(parts, 1, dtype);
}

interface Side {
  /** How far the filter moves in all: (out − 1) · stride. */
  readonly steps: Output;
  /** Zeros before and behind, as TensorFlow's SAME: the odd one behind. [2] */
  readonly padding: Output;
}

function sideOf(ops: Ops, { x, dy, of, dtype }: Convolved, axis: number, size: number): Side {
  const number = (value: number) => ops.constant('int32', value);
  const out = ops.pick(ops.shapeOf(dy, dtype), axis);
  const steps = ops.mul(ops.sub(out, number(1), 'int32'), number(of.strides[0]), 'int32');
  const missing = ops.sub(
    ops.add(steps, number(size), 'int32'),
    ops.pick(ops.shapeOf(x, dtype), axis),
    'int32',
  );
  const total = ops.maximum(missing, number(0), 'int32');
  const before = ops.floorDiv(total, number(2), 'int32');
  return { steps, padding: ops.pack([before, ops.sub(total, before, 'int32')]) };
}
