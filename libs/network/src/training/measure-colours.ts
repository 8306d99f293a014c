import * as tf from '@tensorflow/tfjs';
import { auc, type ColourErrors, measureAb, mergeErrors } from '@tintype/colour';

import type { BatchPlan } from '../batches/batch.ts';
import type { PatchSource } from '../batches/patch-source.ts';
import { decodeColours } from '../model/decode-colours.ts';
import type { Model } from '../model/model.ts';
import { scaleLightness } from '../networks/lightness.ts';

/** Patches whose colours are measured, and how they are looked at. */
export interface MeasuredPatches {
  readonly source: PatchSource;
  /** Whole patches are measured, whatever of them a plan cuts out. */
  readonly plans: readonly BatchPlan[];
  readonly signal: AbortSignal;
}

/**
 * AuC, 0..1, of the colours that a network gives patches, decoded as its model decodes them; null without patches.
 * What people see is decoded colours: on held-out photos their AuC goes with this one, and not with the loss.
 */
export async function measureColours(
  network: tf.LayersModel,
  { gamut, metadata }: Pick<Model, 'gamut' | 'metadata'>,
  { source, plans, signal }: MeasuredPatches,
): Promise<number | null> {
  const [window = 0, target = 0] = [source.lightnessShape[0], source.abShape[0]];
  const errors: ColourErrors[] = [];
  for (const { rows } of plans) {
    signal.throwIfAborted();
    const lightness = new Float32Array(rows.length * window ** 2);
    const truth = new Float32Array(rows.length * target ** 2 * 2);
    await source.read(rows, { lightness, ab: truth });
    const decoded = tf.tidy(() => {
      const x = tf.tensor4d(scaleLightness(lightness, metadata.lightness), [rows.length, window, window, 1]);
      const logits = network.predict(x) as tf.Tensor4D; // [B, T, T, Q]
      const bins = tf.tensor2d(gamut.bins, [logits.shape[3], 2]);
      return decodeColours(tf.reshape(logits, [-1, logits.shape[3]]), bins, metadata.temperature);
    });
    errors.push(measureAb(await decoded.data<'float32'>(), truth));
    decoded.dispose();
    await tf.nextFrame(); // lets signals and messages in
  }
  return errors.length === 0 ? null : auc(mergeErrors(errors));
}
