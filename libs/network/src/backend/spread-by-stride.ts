import * as tf from '@tensorflow/tfjs';

/** Puts stride − 1 zeros between neighbours: [B, h, w, C] → [B, (h − 1)·sh + 1, (w − 1)·sw + 1, C]. */
export function spreadByStride(dy: tf.Tensor4D, sh: number, sw: number): tf.Tensor4D {
  if (sh === 1 && sw === 1) return dy;
  const [b, h, w, c] = dy.shape;
  const rows = tf.pad(tf.reshape(dy, [b * h, 1, w, c]), [[0, 0], [0, sh - 1], [0, 0], [0, 0]]); // prettier-ignore
  const both = tf.pad(tf.reshape(rows, [b * h * sh, w, 1, c]), [[0, 0], [0, 0], [0, sw - 1], [0, 0]]); // prettier-ignore
  const all = tf.reshape(both, [b, h * sh, w * sw, c]) as tf.Tensor4D;
  return tf.slice(all, [0, 0, 0, 0], [b, (h - 1) * sh + 1, (w - 1) * sw + 1, c]);
}
