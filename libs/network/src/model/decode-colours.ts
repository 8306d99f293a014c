import * as tf from '@tensorflow/tfjs';

/** Below this the annealed mean is the mode, as in colour's `annealedMean`. */
export const MODE = 1e-3;

/**
 * The annealed mean of Zhang et al. 2016 (section 2.3): softmax(z / T) · bin centres; T = 1 the mean, T → 0 the
 * mode. logits [n, Q], bins [Q, 2] → ab [n, 2]. Throws unless 0 ≤ T ≤ 1.
 */
export function decodeColours(logits: tf.Tensor2D, bins: tf.Tensor2D, temperature: number): tf.Tensor2D {
  if (!(temperature >= 0 && temperature <= 1))
    throw new Error(`predict: expected temperatures 0 ≤ T ≤ 1, got ${temperature}`);
  return tf.tidy(() => {
    if (temperature <= MODE) return tf.gather(bins, tf.argMax(logits, 1) as tf.Tensor1D);
    const likelier = tf.sub(logits, tf.max(logits, 1, true)); // ≤ 0: a small T must not overflow
    return tf.matMul(tf.softmax(tf.div(likelier, temperature)), bins);
  });
}
