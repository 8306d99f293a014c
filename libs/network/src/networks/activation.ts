import * as tf from '@tensorflow/tfjs';

import type { ActivationKind, ActivationSettings } from '../settings/network-settings.ts';
import { meanSlope, RReLU } from './rrelu.ts';

/** Where learnt slopes start (He et al. 2015). */
export const PRELU_START = 0.25;

/** Each activation as its authors define it. */
export function activationNamed(kind: ActivationKind, seed: number): ActivationSettings {
  switch (kind) {
    case 'relu':
    case 'elu':
      return { kind };
    case 'leaky-relu':
      return { kind, a: 100 };
    case 'prelu':
      return { kind, start: PRELU_START };
    case 'rrelu':
      return { kind, lower: 3, upper: 8, form: 'divide', draw: 'element', seed };
    default:
      return kind satisfies never;
  }
}

/** The layer of an activation, over rows of units [B, C] or over pictures [B, H, W, C], whose pixels share slopes. */
export function activationLayer(
  settings: ActivationSettings,
  name: string,
  over: 'units' | 'pixels',
): tf.layers.Layer {
  switch (settings.kind) {
    case 'relu':
      return tf.layers.reLU({ name });
    case 'leaky-relu':
      return tf.layers.leakyReLU({ name, alpha: 1 / settings.a });
    case 'prelu':
      return preluLayer(settings.start, name, over);
    case 'elu':
      return tf.layers.elu({ name });
    case 'rrelu':
      return new RReLU({ name, ...settings });
    default:
      return settings satisfies never;
  }
}

/** What a convolution itself computes: ReLU, which engines fuse with it, and nothing where another one follows. */
export function fusedActivation(settings: ActivationSettings): 'relu' | 'linear' {
  return settings.kind === 'relu' ? 'relu' : 'linear';
}

/** Adds the activation of a convolution that does not compute it itself. */
export function addActivation(
  network: tf.Sequential,
  settings: ActivationSettings,
  convolution: string,
): void {
  if (fusedActivation(settings) === 'relu') return;
  network.add(activationLayer(settings, `${convolution}_activation`, 'pixels'));
}

function preluLayer(start: number, name: string, over: 'units' | 'pixels'): tf.layers.Layer {
  const alphaInitializer = tf.initializers.constant({ value: start });
  return tf.layers.prelu({ name, alphaInitializer, ...(over === 'pixels' && { sharedAxes: [1, 2] }) });
}

/** The answer to x and its derivative, as a trained or, of PReLU, a fresh layer gives them in use. */
export function activationAt(settings: ActivationSettings, x: number): { value: number; derivative: number } {
  if (x > 0 || settings.kind === 'relu') return { value: Math.max(x, 0), derivative: x > 0 ? 1 : 0 };
  if (settings.kind === 'elu') return { value: Math.expm1(x), derivative: Math.exp(x) };
  const slope = negativeSlope(settings);
  return { value: slope * x, derivative: slope };
}

function negativeSlope(settings: Exclude<ActivationSettings, { kind: 'relu' | 'elu' }>): number {
  switch (settings.kind) {
    case 'leaky-relu':
      return 1 / settings.a;
    case 'prelu':
      return settings.start;
    case 'rrelu':
      return meanSlope(settings);
    default:
      return settings satisfies never;
  }
}
