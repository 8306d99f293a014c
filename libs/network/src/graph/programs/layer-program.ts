import type { Output } from '../graph-def.ts';

/** What a layer adds to the graph: its output and, given the gradient of that, the gradients below it. */
export interface LayerPass {
  readonly y: Output;
  /** What the layer's statistics become, in their order; none where it keeps none. */
  readonly statistics?: readonly Output[];
  /** Gradients by the layer's own weights, in their order and float32; by its inputs where they are wanted. */
  backward(dy: Output): { readonly weights: readonly Output[]; dx(): readonly Output[] };
}

/** What a layer works on: most have one input. */
export interface LayerInput {
  readonly x: Output;
  /** All inputs, `x` the first of them. */
  readonly inputs: readonly Output[];
  readonly weights: readonly Output[]; // float32
  readonly statistics: readonly Output[];
  readonly training: boolean;
  /** The number of the step, int32 [], from which random draws of training follow. */
  readonly draw?: Output;
}

/** Writes one layer into the graph. */
export type LayerProgram = (input: LayerInput) => LayerPass;
