import { type EncoderBlock, type EncoderCut, isExpanded, listBlocks, STEM } from './encoder-blocks.ts';

/** A kernel or a bias, as the layer has it: [k, k, in, out], depthwise [k, k, in, 1], or [out]. */
export interface EncoderTensor {
  readonly shape: readonly number[];
  /** In row-major order. */
  readonly values: Float32Array;
}

/** What a tensor is called and how large it is. */
export interface TensorShape {
  readonly name: string;
  readonly shape: readonly number[];
}

/** The parameters of an encoder by `<layer>/kernel` and `<layer>/bias`. */
export type EncoderWeights = ReadonlyMap<string, EncoderTensor>;

/** A convolution of an encoder, by the name of its layer. */
export interface EncoderConvolution {
  readonly name: string;
  /** [k, k, in, out]; depthwise [k, k, in, 1]. */
  readonly kernel: readonly [number, number, number, number];
  readonly outputs: number;
}

/** All convolutions in their order. Those of the cut at 16 are the first of those of the cut at 32. */
export function listConvolutions(cut: EncoderCut): readonly EncoderConvolution[] {
  const { name, kernel, channels } = STEM;
  const stem: EncoderConvolution = { name, kernel: [kernel, kernel, 1, channels], outputs: channels };
  return [stem, ...listBlocks(cut).flatMap(convolutionsIn)];
}

function convolutionsIn(block: EncoderBlock): readonly EncoderConvolution[] {
  const { name, kernel, channels } = block;
  const { input, depthwise, output } = channels;
  const expand: EncoderConvolution = {
    ...{ name: `${name}_expand`, kernel: [1, 1, input, depthwise], outputs: depthwise },
  };
  return [
    ...(isExpanded(block) ? [expand] : []),
    { name: `${name}_depthwise`, kernel: [kernel, kernel, depthwise, 1], outputs: depthwise },
    { name: `${name}_project`, kernel: [1, 1, depthwise, output], outputs: output },
  ];
}

/** What an encoder has to hold, in the order in which it is saved. */
export function listTensors(cut: EncoderCut): readonly TensorShape[] {
  return listConvolutions(cut).flatMap(({ name, kernel, outputs }) => [
    { name: `${name}/kernel`, shape: kernel },
    { name: `${name}/bias`, shape: [outputs] },
  ]);
}
