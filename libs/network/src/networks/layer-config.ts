import type { layers } from '@tensorflow/tfjs';

/** A layer's configuration, complete, as its class writes it. */
export function configOf<Config>(layer: layers.Layer): Config {
  return layer.getConfig() as unknown as Config;
}

/** The shapes of what a layer reads; null stands for a side that a run decides. */
export function inputShapesOf(layer: layers.Layer): readonly (readonly (number | null)[])[] {
  const { inputShapes } = layer.inboundNodes[0] ?? {};
  return (inputShapes ?? []) as (number | null)[][]; // one shape per inbound layer
}
