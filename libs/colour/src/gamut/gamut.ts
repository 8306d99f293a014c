import { labOfSrgb } from '../lab/lab.ts';
import { candidateTable } from './candidates.ts';
import { convexHull, type Point } from './convex-hull.ts';
import { AB_CELLS, AB_MIN, assertCounts } from './histogram.ts';

/** The ordered set of ab bins that a model predicts. */
export interface Gamut {
  /** 'dataset': the windows that the photos touch. 'hull': the 313 bins of Zhang et al. 2016. */
  readonly kind: 'dataset' | 'hull';
  /** Distance between neighbouring bins, ab units. */
  readonly window: number;
  /** Centres of the bins, sorted by a, then b. */
  readonly bins: Float32Array; // [Q, 2]
}

/**
 * The windows that hold at least one pixel, of the 22 × 22 (window 10) or 44 × 44 (window 5) that tile −110..110.
 * Bin centres are −110 + window · (i + ½). `counts` is a histogram as countAb makes it; throws when it is empty.
 */
export function gamutFromCounts(counts: ArrayLike<number>, window: 5 | 10): Gamut {
  assertCounts('gamutFromCounts', counts);
  if (window !== 5 && window !== 10) {
    throw new RangeError(`gamutFromCounts: window: expected 5 or 10, got ${String(window)}`);
  }
  const side = AB_CELLS / window;
  const held = heldWindows(counts, window, side);
  const bins: number[] = [];
  held.forEach((isHeld, tile) => {
    if (isHeld === 1)
      bins.push(windowCentre(Math.floor(tile / side), window), windowCentre(tile % side, window));
  });
  if (bins.length === 0) {
    throw new Error(
      'gamutFromCounts: expected at least one pixel, got an empty histogram; are all photos near-grey or quarantined?',
    );
  }
  return { kind: 'dataset', window, bins: Float32Array.from(bins) };
}

function heldWindows(counts: ArrayLike<number>, window: number, side: number): Uint8Array {
  const held = new Uint8Array(side * side); // [a][b]
  for (let cell = 0; cell < counts.length; cell++) {
    if (counts[cell] === 0) continue;
    const row = Math.floor(cell / AB_CELLS / window);
    held[row * side + Math.floor((cell % AB_CELLS) / window)] = 1;
  }
  return held;
}

function windowCentre(index: number, window: number): number {
  return AB_MIN + window * (index + 0.5);
}

/**
 * The 313 bins of Zhang et al. 2016, regenerated: the multiples of 10 in −110..110 inside the convex hull of the
 * sRGB cube's ab, dilated by a box of ±10. Identical to the published pts_in_hull.npy, in its order.
 */
export function gamutFromHull(): Gamut {
  const hull = dilatedHull();
  const bins: number[] = [];
  for (let a = AB_MIN; a <= -AB_MIN; a += 10) {
    for (let b = AB_MIN; b <= -AB_MIN; b += 10) {
      if (isInside(hull, a, b)) bins.push(a, b);
    }
  }
  return { kind: 'hull', window: 10, bins: Float32Array.from(bins) };
}

function dilatedHull(): Point[] {
  const reach = [-10, 10];
  const corners = convexHull(cubeSurface()).flatMap(([a, b]) =>
    reach.flatMap((da) => reach.map((db): Point => [a + da, b + db])),
  );
  return convexHull(corners);
}

// The cube's extremes in ab lie on its edges, so faces sampled every 5/255 contain all that matters.
function cubeSurface(): Point[] {
  const levels = Array.from({ length: 52 }, (_, i) => i / 51);
  const project = (r: number, g: number, b: number): Point => {
    const [, labA, labB] = labOfSrgb(r, g, b);
    return [labA, labB];
  };
  return [0, 1].flatMap((face) =>
    levels.flatMap((u) =>
      levels.flatMap((v) => [project(face, u, v), project(u, face, v), project(u, v, face)]),
    ),
  );
}

// `hull` runs anticlockwise, so a point inside lies to the left of every edge.
function isInside(hull: readonly Point[], a: number, b: number): boolean {
  return hull.every(([x, y], i) => {
    const [u, v] = hull[(i + 1) % hull.length];
    return (u - x) * (b - y) - (v - y) * (a - x) >= -1e-9;
  });
}

/** Q, the number of bins. */
export function binCount(gamut: Gamut): number {
  return gamut.bins.length / 2;
}

/** The centres of bins, ab [n, 2]. */
export function pickBins(index: Int32Array, { bins }: Gamut): Float32Array {
  const ab = new Float32Array(2 * index.length);
  for (let i = 0; i < index.length; i++) {
    ab[2 * i] = bins[2 * index[i]];
    ab[2 * i + 1] = bins[2 * index[i] + 1];
  }
  return ab;
}

/**
 * The index of the bin whose centre is nearest to a colour (Euclidean in ab; ties go to the lower index).
 * Every finite colour has one, also far outside the gamut; throws on others.
 */
export function nearestBin(gamut: Gamut): (a: number, b: number) => number {
  const candidatesOf = candidateTable(gamut.bins, 1);
  const { bins } = gamut;
  const colour = new Float64Array(2);
  return (a, b) => {
    colour[0] = a;
    colour[1] = b;
    let nearest = 0;
    let least = Infinity;
    for (const bin of candidatesOf(colour, 0)) {
      const da = a - bins[2 * bin];
      const db = b - bins[2 * bin + 1];
      const distance = da * da + db * db;
      if (distance > least || (distance === least && bin > nearest)) continue;
      least = distance;
      nearest = bin;
    }
    return nearest;
  };
}
