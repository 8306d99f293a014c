import { degradeLightness, type Gamut, type SoftCodes, targetEncoder, UNDEGRADED } from '@tintype/colour';

import { enlargeSmoothly } from '../model/enlarge.ts';
import { chooseLightness, scaleLightness } from '../networks/lightness.ts';
import type { TrainSettings } from '../settings/train-settings.ts';
import type { Crop } from './crop.ts';
import type { PatchSource } from './patch-source.ts';
import { cutPlane, mirrorPlane, type Planes } from './planes.ts';
import type { Wear } from './wear-order.ts';

/** What gradients are computed from: scaled lightness and sparse soft targets, as plain arrays. */
export interface Examples {
  readonly patches: number;
  /** Bins of a soft label: K. */
  readonly neighbours: number;
  readonly lightness: Float32Array; // [B, W, W], as the network takes it
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

/** Which patches make a batch, and how they are shown. */
export interface BatchPlan {
  readonly rows: Int32Array; // [B]
  /** 1: left and right are swapped. */
  readonly mirrored: Uint8Array; // [B]
  /** Top and left of the window that is cut out, in cells of the target; with a crop alone. */
  readonly corners?: Int32Array; // [B, 2]
  /** By how many stops the light is raised; not at all when left out. */
  readonly stops?: Float32Array; // [B]
  /** What time has done to each; null, or left out: nothing. */
  readonly wear?: readonly (Wear | null)[]; // [B]
}

/** What turns patches into batches. */
export interface Encoding {
  readonly gamut: Gamut;
  /** The class weight of each bin. [Q] */
  readonly weights: Float32Array;
  readonly settings: Pick<TrainSettings, 'batch' | 'network' | 'targets' | 'neighbours' | 'sigma'>;
  /** What is cut out of each patch; whole patches are shown when left out. */
  readonly crop?: Crop | null;
  /** Pixels of lightness per cell of a target; 1 when left out. */
  readonly stride?: number;
}

/** Reads planned batches, one at a time: they share scratch memory. A pixel weighs what its nearest bin weighs. */
export type BatchReader = (plan: BatchPlan) => Promise<Batch>;

export function batchReader(source: PatchSource, encoding: Encoding): BatchReader {
  const { gamut, weights, settings, crop = null, stride = 1 } = encoding;
  const encode = targetEncoder(gamut, settings);
  const scale = chooseLightness(settings.network);
  const most = Math.min(source.count, settings.batch);
  const whole = scratchFor(most, source.lightnessShape[0] ?? 0, source.abShape[0] ?? 0);
  const shown = crop === null ? whole : scratchFor(most, crop.window, crop.target);
  return async (plan) => {
    const patches = plan.rows.length;
    await source.read(plan.rows, { lightness: whole.lightness.values, ab: whole.ab.values });
    for (let patch = 0; patch < patches; patch++) {
      if (crop !== null) cutPatch(whole, shown, { patch, plan, stride: crop.stride });
      showPatch(shown, { patch, plan, stride });
    }
    const codes = encode(firstOf(shown.ab, patches));
    const lightness = scaleLightness(firstOf(shown.lightness, patches), scale);
    const { index, neighbours } = codes;
    return { patches, neighbours, lightness, index, ...weigh(codes, weights) };
  };
}

/** Room for the patches of a batch. */
interface Scratch {
  readonly lightness: Planes;
  readonly ab: Planes;
}

function scratchFor(patches: number, window: number, target: number): Scratch {
  const planes = (side: number, channels: number): Planes => ({
    values: new Float32Array(patches * side * side * channels),
    side,
    channels,
  });
  return { lightness: planes(window, 1), ab: planes(target, 2) };
}

/** One of the patches of a plan, whose targets have cells of so many pixels. */
interface Showing {
  readonly patch: number;
  readonly plan: BatchPlan;
  readonly stride: number;
}

function cutPatch(from: Scratch, into: Scratch, { patch, plan, stride }: Showing): void {
  const [top, left] = [plan.corners?.[2 * patch], plan.corners?.[2 * patch + 1]];
  if (top === undefined || left === undefined)
    throw new Error(`Internal error: expected a corner for patch ${patch} of a batch but there was none`);
  cutPlane(from.lightness, into.lightness, { patch, top: top * stride, left: left * stride });
  cutPlane(from.ab, into.ab, { patch, top, left });
}

function showPatch({ lightness, ab }: Scratch, { patch, plan, stride }: Showing): void {
  const { mirrored, stops, wear } = plan;
  if (mirrored[patch] === 1) [lightness, ab].forEach((planes) => mirrorPlane(planes, patch));
  const degradation = { ...UNDEGRADED, ...wear?.[patch], stops: stops?.[patch] ?? 0 };
  const { side } = lightness;
  const lattice = { across: ab.side, channels: ab.channels, stride, height: side, width: side };
  degradeLightness(partOf(lightness, patch), degradation, () =>
    enlargeSmoothly(partOf(ab, patch), lattice, (side - ab.side * stride) / 2),
  );
}

/** One patch, as a view. */
function partOf({ values, side, channels }: Planes, patch: number): Float32Array {
  const length = side * side * channels;
  return values.subarray(patch * length, (patch + 1) * length);
}

function firstOf({ values, side, channels }: Planes, patches: number): Float32Array {
  return values.subarray(0, patches * side * side * channels);
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
