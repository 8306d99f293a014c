import type { Gamut, SoftCodes } from '@tintype/colour';
import { targetEncoder } from '@tintype/colour';

import { scaleLightness } from './lightness.ts';
import type { TrainSettings } from './settings.ts';

/** Patches by row, wherever they lie. `read` fills the first `rows.length` patches of both arrays. */
export interface PatchSource {
  readonly count: number;
  /** The sides of a window of lightness: [W, W]. */
  readonly lightnessShape: readonly number[];
  /** The sides of its target: [T, T, 2]. */
  readonly abShape: readonly number[];
  read(
    rows: Int32Array,
    into: { lightness: Float32Array /* [B, W, W], L 0..100 */; ab: Float32Array /* [B, T, T, 2] */ },
  ): void | Promise<void>;
}

/** What gradients are computed from: scaled lightness and sparse soft targets, as plain arrays. */
export interface Examples {
  readonly patches: number;
  /** Bins of a soft label: K. */
  readonly neighbours: number;
  readonly lightness: Float32Array; // [B, W, W], (L − 50) / 50
  readonly index: Int32Array; // [B·T·T, K] bins
  readonly weight: Float32Array; // [B·T·T, K] pixel weight × soft label
}

/** What one optimiser step sees. */
export interface Batch extends Examples {
  /** Σ pixel weights: what makes a sum of losses their weighted mean. */
  readonly weightSum: number;
  /** Σ pixel weight × entropy of its soft label (nats): the floor of the loss. */
  readonly entropySum: number;
}

/** Which patches make a batch, and which of them are shown mirrored (1). */
export interface BatchPlan {
  readonly rows: Int32Array;
  readonly mirrored: Uint8Array; // as long as `rows`
}

/** What turns patches into batches. */
export interface Encoding {
  readonly gamut: Gamut;
  /** The class weight of each bin. [Q] */
  readonly weights: Float32Array;
  readonly settings: Pick<TrainSettings, 'batch' | 'targets' | 'neighbours' | 'sigma'>;
}

/** Reads planned batches, one at a time: they share scratch memory. A pixel weighs what its nearest bin weighs. */
export type BatchReader = (plan: BatchPlan) => Promise<Batch>;

export function batchReader(source: PatchSource, { gamut, weights, settings }: Encoding): BatchReader {
  const encode = targetEncoder(gamut, settings);
  const most = Math.min(source.count, settings.batch);
  const [window, target] = [source.lightnessShape[0] ?? 0, source.abShape[0] ?? 0];
  const into = {
    lightness: new Float32Array(most * window * window),
    ab: new Float32Array(most * target * target * 2),
  };
  return async ({ rows, mirrored }) => {
    await source.read(rows, into);
    for (let patch = 0; patch < rows.length; patch++)
      if (mirrored[patch] === 1) {
        mirrorPlane(into.lightness, { patch, side: window, channels: 1 });
        mirrorPlane(into.ab, { patch, side: target, channels: 2 });
      }
    const codes = encode(into.ab.subarray(0, rows.length * target * target * 2));
    const lightness = scaleLightness(into.lightness.subarray(0, rows.length * window * window));
    const { index, neighbours } = codes;
    return { patches: rows.length, neighbours, lightness, index, ...weigh(codes, weights) };
  };
}

/** Scales each pixel's soft label by the weight of its nearest bin, which its code lists first. */
function weigh({ index, weight: soft, neighbours }: SoftCodes, weights: Float32Array) {
  const weight = new Float32Array(soft.length);
  let weightSum = 0;
  let entropySum = 0;
  for (let start = 0; start < soft.length; start += neighbours) {
    const pixelWeight = weights[index[start] ?? 0] ?? 0;
    weightSum += pixelWeight;
    for (let i = start; i < start + neighbours; i++) {
      const share = soft[i] ?? 0;
      weight[i] = pixelWeight * share;
      if (share > 0) entropySum -= pixelWeight * share * Math.log(share);
    }
  }
  return { weight, weightSum, entropySum };
}

/** Swaps left and right of one patch in [B, side, side, channels]. */
function mirrorPlane(
  values: Float32Array,
  { patch, side, channels }: { patch: number; side: number; channels: number },
): void {
  const line = side * channels;
  for (let y = 0; y < side; y++) {
    const row = values.subarray((patch * side + y) * line, (patch * side + y + 1) * line).reverse();
    if (channels === 1) continue;
    // Reversing swapped a and b of each pixel too.
    for (let i = 0; i < row.length; i += 2) [row[i], row[i + 1]] = [row[i + 1] ?? 0, row[i] ?? 0];
  }
}

/** The patches `from` … `to` − 1; the arrays are copies, free to be transferred. */
export function sliceExamples(batch: Examples, from: number, to: number): Examples {
  const entries = batch.index.length / batch.patches;
  const pixels = batch.lightness.length / batch.patches;
  return {
    patches: to - from,
    neighbours: batch.neighbours,
    lightness: batch.lightness.slice(from * pixels, to * pixels),
    index: batch.index.slice(from * entries, to * entries),
    weight: batch.weight.slice(from * entries, to * entries),
  };
}

/** The side of a batch's windows. */
export function windowOf({ lightness, patches }: Examples): number {
  return Math.sqrt(lightness.length / patches);
}
