import * as tf from '@tensorflow/tfjs';

/**
 * Σ over pixels p of weighted soft cross-entropies −Σ_k w[p, k] · log softmax(z[p])[index[p, k]], where
 * w = pixel weight × soft label (Zhang et al. 2016, eq. 2). A sum, so that slices of a batch add up exactly;
 * divide by Σ pixel weights for the mean. Gradient by z: softmax(z) · Σ_k w − w scattered to its bins.
 * logits [P, Q], index int32 [P, K] with distinct bins per row, weight [P, K] → scalar.
 */
export function softCrossEntropy(logits: tf.Tensor2D, index: tf.Tensor2D, weight: tf.Tensor2D): tf.Scalar {
  const [pixels, bins] = logits.shape;
  return tf.customGrad((z, save) => {
    const probability = tf.softmax(z as tf.Tensor2D); // [P, Q]
    const places = placesOf(index, bins); // [P·K, 1]
    const picked = tf.reshape(tf.gatherND(tf.reshape(z as tf.Tensor, [-1]), places), weight.shape); // [P, K]
    const value = tf.sum(tf.mul(weight, tf.sub(logSumExp(z as tf.Tensor2D, probability), picked)));
    (save as tf.GradSaveFunc)([probability, places, weight]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [p, at, w] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
      const target = tf.reshape(tf.scatterND(at, tf.reshape(w, [-1]), [pixels * bins]), [pixels, bins]);
      return tf.mul(dy, tf.sub(tf.mul(p, tf.sum(w, 1, true)), target));
    };
    return { value, gradFunc };
  })(logits) as tf.Scalar;
}

/** log Σ exp z per row from the softmax that is there already: max z − log max p, where max p ≥ 1/Q. [P, 1] */
function logSumExp(logits: tf.Tensor2D, probability: tf.Tensor2D): tf.Tensor {
  return tf.sub(tf.max(logits, 1, true), tf.log(tf.max(probability, 1, true)));
}

/** [P, K] bins → [P·K, 1] places in the flat logits, as gatherND and scatterND want them. */
function placesOf(index: tf.Tensor2D, bins: number): tf.Tensor2D {
  const starts = tf.range(0, index.shape[0] * bins, bins, 'int32');
  return tf.reshape(tf.add(tf.reshape(starts, [-1, 1]), index), [-1, 1]);
}
