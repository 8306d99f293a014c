/** A true colour has a hue worth comparing where it is farther from grey than this, ab units. */
export const VIVID_CHROMA = 15;

/** Totals over pixels whose true chroma exceeds 15 ab units. Totals of photos add up, as those of errors do. */
export interface HueSums {
  /** Σ (p · t) / (|p| |t|), p and t the predicted and the true (a, b); 0 where p is grey. */
  readonly hue: number;
  /** How many pixels these are. */
  readonly vivid: number;
}

/** Compares the hues of ab [n, 2] with those of the truth. Throws a RangeError where their lengths differ. */
export function measureHue(predicted: Float32Array, truth: Float32Array): HueSums {
  if (predicted.length !== truth.length || truth.length % 2 !== 0) {
    throw new RangeError(
      `measureHue: expected two interleaved ab [n, 2] of one length, got ${predicted.length} and ${truth.length} values`,
    );
  }
  let hue = 0;
  let vivid = 0;
  for (let i = 0; i < truth.length; i += 2) {
    const trueChroma2 = truth[i] * truth[i] + truth[i + 1] * truth[i + 1];
    if (trueChroma2 <= VIVID_CHROMA * VIVID_CHROMA) continue;
    vivid++;
    const chroma2 = predicted[i] * predicted[i] + predicted[i + 1] * predicted[i + 1];
    if (chroma2 === 0) continue;
    const product = predicted[i] * truth[i] + predicted[i + 1] * truth[i + 1];
    hue += product / (Math.sqrt(chroma2) * Math.sqrt(trueChroma2));
  }
  return { hue, vivid };
}

/** Mean cosine between predicted and true hue, −1..1; NaN where no true colour is vivid. */
export function hueAgreement({ hue, vivid }: HueSums): number {
  return vivid === 0 ? NaN : hue / vivid;
}
