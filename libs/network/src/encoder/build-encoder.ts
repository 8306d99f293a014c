import * as tf from '@tensorflow/tfjs';

import {
  type EncoderBlock,
  type EncoderCut,
  isExpanded,
  isResidual,
  listBlocks,
  STEM,
  type TapStride,
} from './encoder-blocks.ts';

/** What an encoder gives out at one stride. */
export interface EncoderTap {
  readonly stride: TapStride;
  readonly channels: number;
  /** [B, H / stride, W / stride, channels], after the residual add and without an activation. */
  readonly output: tf.SymbolicTensor;
}

/**
 * The encoder of EfficientNet-Lite0 with its batch normalisation folded into the convolutions, from the grey that a
 * screen shows, (x − 127) / 128 with x in 0..255: [B, H, W, 1], H and W multiples of `cut`.
 * All parameters are 0: write those of `readEncoder` into them. Every layer's name begins with `encoder_`.
 * → the taps at stride 4 (24 channels), 8 (40), 16 (112) and, up to that cut, 32 (320)
 */
export function buildEncoder(input: tf.SymbolicTensor, cut: EncoderCut): readonly EncoderTap[] {
  const taps: EncoderTap[] = [];
  let x = relu6(STEM.name, apply(convolution(STEM.name, STEM), input));
  for (const block of listBlocks(cut)) {
    x = addBlock(block, x);
    if (block.tap !== null) taps.push({ stride: block.tap, channels: block.channels.output, output: x });
  }
  return taps;
}

function addBlock(block: EncoderBlock, x: tf.SymbolicTensor): tf.SymbolicTensor {
  const { name, kernel, stride, channels } = block;
  const pointwise = { kernel: 1, stride: 1 };
  const [expand, depthwise, project] = [`${name}_expand`, `${name}_depthwise`, `${name}_project`];
  const wide = isExpanded(block)
    ? relu6(expand, apply(convolution(expand, { ...pointwise, channels: channels.depthwise }), x))
    : x;
  const seen = relu6(depthwise, apply(depthwiseConvolution(depthwise, kernel, stride), wide));
  const narrow = apply(convolution(project, { ...pointwise, channels: channels.output }), seen);
  return isResidual(block) ? apply(tf.layers.add({ name: `${name}_add` }), [x, narrow]) : narrow;
}

/** `same` pads as TensorFlow does: at stride 2 on even sides nothing above and left, the rest below and right. */
function convolution(
  name: string,
  {
    kernel,
    stride,
    channels,
  }: { readonly kernel: number; readonly stride: number; readonly channels: number },
): tf.layers.Layer {
  return tf.layers.conv2d({
    ...{ name, filters: channels, kernelSize: kernel, strides: stride, padding: 'same' },
    kernelInitializer: 'zeros',
  });
}

function depthwiseConvolution(name: string, kernel: number, stride: number): tf.layers.Layer {
  return tf.layers.depthwiseConv2d({
    ...{ name, kernelSize: kernel, strides: stride, padding: 'same', depthwiseInitializer: 'zeros' },
  });
}

function relu6(name: string, x: tf.SymbolicTensor): tf.SymbolicTensor {
  return apply(tf.layers.reLU({ name: `${name}_relu6`, maxValue: 6 }), x);
}

function apply(layer: tf.layers.Layer, x: tf.SymbolicTensor | tf.SymbolicTensor[]): tf.SymbolicTensor {
  return layer.apply(x) as tf.SymbolicTensor; // one output
}
