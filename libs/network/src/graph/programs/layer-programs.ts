import type { layers } from '@tensorflow/tfjs';

import type { Precision } from '../../settings/train-settings.ts';
import type { Ops } from '../ops/ops.ts';
import {
  eluProgram,
  leakyReluProgram,
  preluProgram,
  reluProgram,
  rreluProgram,
} from './activation-programs.ts';
import { batchNormProgram } from './batch-norm-program.ts';
import { convolutionProgram, depthwiseProgram } from './convolution-program.ts';
import { denseProgram } from './dense-program.ts';
import type { LayerProgram } from './layer-program.ts';
import { maxPoolProgram } from './max-pool-program.ts';
import { addProgram } from './merge-programs.ts';
import {
  flattenProgram,
  globalAverageProgram,
  reshapeProgram,
  upsamplingProgram,
} from './resize-programs.ts';
import { transposedConvolutionProgram } from './transposed-convolution-program.ts';

/** By the name of a layer's class. */
const PROGRAMS = new Map<string, (layer: layers.Layer, ops: Ops, precision: Precision) => LayerProgram>([
  ['Conv2D', convolutionProgram],
  ['Conv2DTranspose', transposedConvolutionProgram],
  ['BatchNormalization', batchNormProgram],
  ['Dense', denseProgram],
  ['DepthwiseConv2D', depthwiseProgram],
  ['ReLU', reluProgram],
  ['LeakyReLU', leakyReluProgram],
  ['PReLU', preluProgram],
  ['ELU', (_layer, ops, precision) => eluProgram(ops, precision)],
  ['RReLU', rreluProgram],
  ['Add', addProgram],
  ['UpSampling2D', upsamplingProgram],
  ['GlobalAveragePooling2D', (_layer, ops, precision) => globalAverageProgram(ops, precision)],
  ['MaxPooling2D', maxPoolProgram],
  ['Flatten', flattenProgram],
  ['Reshape', reshapeProgram],
]);

/** What writes `layer` into the graph. Throws for a layer that there is no program for. */
export function programOf(layer: layers.Layer, ops: Ops, precision: Precision): LayerProgram {
  const program = PROGRAMS.get(layer.getClassName());
  if (program !== undefined) return program(layer, ops, precision);
  throw new Error(
    `network: layer ${layer.name}: expected one that the tensorflow engine has a program for, got ${layer.getClassName()}`,
  );
}
