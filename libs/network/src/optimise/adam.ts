import * as tf from '@tensorflow/tfjs';

/** All that Adam remembers: first and second moments over the flat parameters, and the number of steps. */
export interface AdamState {
  readonly m: Float32Array; // [P]
  readonly v: Float32Array; // [P]
  readonly t: number;
}

export interface Adam {
  /** One step along the flat gradient [P]: θ ← θ − η·√(1 − β₂ᵗ)/(1 − β₁ᵗ) · m / (√v + ε·√(1 − β₂ᵗ)) − η·λ·θ. */
  apply(gradient: tf.Tensor1D, learningRate: number): void;
  state(): Promise<AdamState>;
  dispose(): void;
}

/** λ of AdamW (Loshchilov & Hutter 2019, algorithm 2) and which of the variables it shrinks, in their order. */
export interface WeightDecay {
  readonly rate: number;
  readonly of: readonly boolean[];
}

/** What of a step is not the same for all variables, in their order. */
export interface StepSettings {
  readonly decay: WeightDecay;
  /** What a variable's step, decay included, is multiplied by; 0 leaves it as it is. */
  readonly rates: readonly number[];
}

/** The state before the first step over `size` parameters. */
export function freshAdam(size: number): AdamState {
  return { m: new Float32Array(size), v: new Float32Array(size), t: 0 };
}

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-7; // of tf.train.adam
const NO_DECAY: WeightDecay = { rate: 0, of: [] };
export const ADAM = { beta1: BETA1, beta2: BETA2, epsilon: EPSILON } as const;

/**
 * Adam (Kingma & Ba 2015) over `variables` laid end to end: one set of kernels for all of them instead of one
 * per variable, constants uploaded once, bias corrections in double precision on the host. Same values as
 * tf.train.adam; its state is two vectors and a count, so that resuming is exact.
 */
export function flatAdam(
  variables: readonly tf.Variable[],
  from: AdamState,
  { decay = NO_DECAY, rates = [] }: Partial<StepSettings> = {},
): Adam {
  const sizes = variables.map((variable) => variable.size);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (from.m.length !== total)
    throw new Error(`Internal error: expected Adam state of ${total} parameters but was ${from.m.length}`);
  const moment = (values: Float32Array) => tf.tidy(() => tf.variable(tf.tensor1d(values), false));
  const m = moment(from.m);
  const v = moment(from.v);
  const constants = [BETA1, 1 - BETA1, BETA2, 1 - BETA2, EPSILON].map((value) => tf.keep(tf.scalar(value)));
  const [beta1, rest1, beta2, rest2, epsilon] = constants as [
    tf.Scalar,
    tf.Scalar,
    tf.Scalar,
    tf.Scalar,
    tf.Scalar,
  ];
  let { t } = from;
  return {
    apply(gradient, learningRate) {
      t++;
      const correction = Math.sqrt(1 - BETA2 ** t);
      tf.tidy(() => {
        m.assign(tf.add(tf.mul(m, beta1), tf.mul(gradient, rest1)));
        v.assign(tf.add(tf.mul(v, beta2), tf.mul(tf.square(gradient), rest2)));
        const scale = tf.add(tf.sqrt(v), tf.mul(epsilon, tf.scalar(correction)));
        const step = tf.mul(tf.div(m, scale), tf.scalar((learningRate * correction) / (1 - BETA1 ** t)));
        const shrink = decay.rate === 0 ? null : tf.scalar(learningRate * decay.rate);
        tf.split(step, sizes).forEach((part, i) =>
          descend(variables[i], part, { shrink: decay.of[i] ? shrink : null, rate: rates[i] ?? 1 }),
        );
      });
    },
    state: async () => ({ m: (await m.data()) as Float32Array, v: (await v.data()) as Float32Array, t }),
    dispose: () => tf.dispose([m, v, ...constants]),
  };
}

function descend(
  variable: tf.Variable | undefined,
  part: tf.Tensor,
  { shrink, rate }: { readonly shrink: tf.Scalar | null; readonly rate: number },
): void {
  if (variable === undefined || rate === 0) return;
  const step = tf.reshape(part, variable.shape);
  const whole = shrink === null ? step : tf.add(step, tf.mul(variable, shrink)); // decay reads θ as it was before
  variable.assign(tf.sub(variable, rate === 1 ? whole : tf.mul(whole, rate)));
}
