import * as tf from '@tensorflow/tfjs';

import { concatFlat } from '../networks/parameters.ts';
import { averageDecay } from './optimiser.ts';

/** An exponential moving average of variables, kept beside them. */
export interface MovingAverage {
  /** Takes in the variables as they are after step `t` (1-based). */
  follow(t: number): void;
  /** Runs `use` while the variables hold their averages. */
  during<T>(use: () => Promise<T>): Promise<T>;
  /** [P + S] */
  state(): Promise<Float32Array>;
  dispose(): void;
}

/** Goes on from the averages `from`, laid end to end as the variables are. */
export function movingAverage(
  variables: readonly tf.Variable[],
  from: Float32Array,
  ema: number,
): MovingAverage {
  const average = tf.tidy(() => tf.variable(tf.tensor1d(from), false));
  return {
    follow(t) {
      const rest = 1 - averageDecay(ema, t);
      tf.tidy(() => {
        const ahead = tf.sub(concatFlat(variables), average);
        average.assign(tf.add(average, tf.mul(ahead, rest)));
      });
    },
    async during(use) {
      const own = variables.map((variable) => variable.clone()); // refers to the values, copies nothing
      tf.tidy(() => assignFlat(variables, average));
      try {
        return await use();
      } finally {
        own.forEach((values, i) => variables[i]?.assign(values));
        tf.dispose(own);
      }
    },
    state: async () => (await average.data()) as Float32Array,
    dispose: () => average.dispose(),
  };
}

function assignFlat(variables: readonly tf.Variable[], flat: tf.Tensor): void {
  const parts = tf.split(
    flat,
    variables.map(({ size }) => size),
  );
  variables.forEach((variable, i) => {
    const part = parts[i];
    if (part !== undefined) variable.assign(tf.reshape(part, variable.shape));
  });
}
