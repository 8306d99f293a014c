import { z } from 'zod';

import { lightnessScale } from '../networks/lightness.ts';
import { savedNetwork } from '../settings/network-settings.ts';
import { softTargets } from '../settings/train-settings.ts';

const MOST_BINS = 1024;
const positive = z.number().positive();
const ab = z.number().min(-128).max(128);

/** What makes a model self-contained; lies in model.json under `userDefinedMetadata.tintype`. */
export const modelMetadata = z.object({
  formatVersion: z.literal(1),
  gamut: z.object({
    kind: z.enum(['dataset', 'hull']),
    window: positive,
    bins: z.array(z.array(ab).length(2)).min(1).max(MOST_BINS),
  }),
  network: savedNetwork,
  /**
   * What the output [1, H, W, bins] lies over: each vector of logits stands for `stride` × `stride` pixels of the input,
   * whose outermost `margin` pixels on every side have none. For readers who do not know the network's kind; absent in
   * models that were saved before it was kept.
   */
  logits: z.object({ stride: z.int().min(1), margin: z.int().min(0) }).exactOptional(),
  lightness: lightnessScale,
  /** The temperature to decode with when nothing else is asked for. */
  temperature: z.number().positive().max(1),
  /** How far colours agree with their neighbours, as `cohere` takes it; absent: 0, not at all. */
  coherence: z.number().min(0).max(1).exactOptional(),
  /** What the chroma of decoded colours is multiplied by; absent: 1. */
  saturation: z.number().min(0).max(4).exactOptional(),
  /** How true colours were encoded for the loss; absent in models that were saved before it was kept. */
  targets: z
    .object({
      targets: softTargets.targets,
      neighbours: softTargets.neighbours.unwrap(),
      sigma: softTargets.sigma.unwrap(),
    })
    .exactOptional(),
  trainedOn: z.object({ backEnd: z.string(), version: z.string() }),
});

export type ModelMetadata = Readonly<z.output<typeof modelMetadata>>;

/** How the logits of a model become colours. */
export interface Decoding {
  /** 0..1: 1 the mean of the distribution, towards 0 its mode. */
  readonly temperature: number;
  /** 0..1: how far colours agree with their neighbours. */
  readonly coherence: number;
  /** 0..4: what their chroma is multiplied by. */
  readonly saturation: number;
}

/** How a model says that it should be decoded. */
export function readDecoding({ temperature, coherence = 0, saturation = 1 }: ModelMetadata): Decoding {
  return { temperature, coherence, saturation };
}
