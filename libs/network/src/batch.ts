import type { Gamut, SoftCodes } from '@tintype/colour';
import { targetEncoder } from '@tintype/colour';

import { scaleLightness } from './lightness.ts';
import type { TrainSettings } from './settings.ts';

export const PATCH = 32;
export const TARGET = 16;

/** Patches by row, wherever they lie. `read` fills the first `rows.length` patches of both arrays. */
export interface PatchSource {
  readonly count: number;
  read(
    rows: Int32Array,
    into: { lightness: Float32Array /* [B, 32, 32], L 0..100 */; ab: Float32Array /* [B, 16, 16, 2] */ },
  ): void | Promise<void>;
}

/** What gradients are computed from: scaled lightness and sparse soft targets, as plain arrays. */
export interface Examples {
  readonly patches: number;
  readonly lightness: Float32Array; // [B, 32, 32], (L − 50) / 50
  readonly index: Int32Array; // [B·256, K] bins
  readonly weight: Float32Array; // [B·256, K] pixel weight × soft label
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
  const into = {
    lightness: new Float32Array(most * PATCH * PATCH),
    ab: new Float32Array(most * TARGET * TARGET * 2),
  };
  return async ({ rows, mirrored }) => {
    await source.read(rows, into);
    for (let patch = 0; patch < rows.length; patch++) if (mirrored[patch] === 1) mirrorPatch(into, patch);
    const codes = encode(into.ab.subarray(0, rows.length * TARGET * TARGET * 2));
    const lightness = scaleLightness(into.lightness.subarray(0, rows.length * PATCH * PATCH));
    return { patches: rows.length, lightness, index: codes.index, ...weigh(codes, weights) };
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

function mirrorPatch(into: { lightness: Float32Array; ab: Float32Array }, patch: number): void {
  const lightness = into.lightness.subarray(patch * PATCH * PATCH, (patch + 1) * PATCH * PATCH);
  for (let y = 0; y < PATCH; y++) lightness.subarray(y * PATCH, (y + 1) * PATCH).reverse();
  const ab = into.ab.subarray(patch * TARGET * TARGET * 2, (patch + 1) * TARGET * TARGET * 2);
  for (let y = 0; y < TARGET; y++) {
    const row = ab.subarray(y * TARGET * 2, (y + 1) * TARGET * 2).reverse(); // b and a of each pixel swap too
    for (let i = 0; i < row.length; i += 2) [row[i], row[i + 1]] = [row[i + 1] ?? 0, row[i] ?? 0];
  }
}

/** The patches `from` … `to` − 1; the arrays are copies, free to be transferred. */
export function sliceExamples(batch: Examples, from: number, to: number): Examples {
  const entries = batch.index.length / batch.patches;
  return {
    patches: to - from,
    lightness: batch.lightness.slice(from * PATCH * PATCH, to * PATCH * PATCH),
    index: batch.index.slice(from * entries, to * entries),
    weight: batch.weight.slice(from * entries, to * entries),
  };
}
