import { assertTriples } from '../lab/lab.ts';

/** How far the colours of an image are from those of one toned grey, in ab units. */
export interface Toning {
  /**
   * From the curve that gives each lightness its mean colour, as a toned print does: the root of the mean square in
   * each class of lightness, all classes counting alike, since a plain sky would outweigh all else.
   */
  readonly offCurve: number;
  /** From one line of hue through grey: root mean square. */
  readonly offLine: number;
}

/** Of `offLine`: a toned print has one hue, which its shadows and its whites leave a little. */
const ONE_HUE = 4.5;

/**
 * Whether the colours of Lab [height, width, 3] are those of a toned grey (sepia, selenium, yellowed paper): off its
 * curve by less than `limit` ab units, and on one line of hue. `width` is in pixels and defaults to a square's.
 */
export function isToned(lab: Float32Array, limit: number, width = Math.sqrt(lab.length / 3)): boolean {
  const blocks = averageBlocks(lab, width);
  return measureOffLine(blocks) < ONE_HUE && measureOffCurve(blocks, averageCurve(blocks)) < limit;
}

export function measureToning(lab: Float32Array, width = Math.sqrt(lab.length / 3)): Toning {
  const blocks = averageBlocks(lab, width);
  return { offCurve: measureOffCurve(blocks, averageCurve(blocks)), offLine: measureOffLine(blocks) };
}

/** Blocks along the shorter side: of fewer pixels, the coarse colours of JPEG would count as colours. */
const BLOCKS = 64;

/** Lab of square blocks, [blocks, 3]; what is left at the right and the bottom is not looked at. */
function averageBlocks(lab: Float32Array, width: number): Float64Array {
  assertTriples('measureToning', lab);
  if (!Number.isInteger(width) || (lab.length / 3) % width !== 0) {
    throw new RangeError(
      `measureToning: expected a width that divides ${lab.length / 3} pixels, got ${width}; pass the image's width`,
    );
  }
  const height = lab.length / 3 / width;
  const side = Math.max(1, Math.floor(Math.min(width, height) / BLOCKS));
  const [columns, rows] = [Math.floor(width / side), Math.floor(height / side)];
  const blocks = new Float64Array(columns * rows * 3);
  for (let row = 0, to = 0; row < rows; row++)
    for (let column = 0; column < columns; column++, to += 3)
      averageBlock({ lab, width }, { from: 3 * side * (row * width + column), side }, blocks, to);
  return blocks;
}

function averageBlock(
  { lab, width }: { readonly lab: Float32Array; readonly width: number },
  { from, side }: { readonly from: number; readonly side: number },
  blocks: Float64Array,
  to: number,
): void {
  let L = 0;
  let a = 0;
  let b = 0;
  for (let row = 0; row < side; row++) {
    const start = from + 3 * row * width;
    for (let at = start; at < start + 3 * side; at += 3) {
      L += lab[at];
      a += lab[at + 1];
      b += lab[at + 2];
    }
  }
  const pixels = side * side;
  blocks[to] = L / pixels;
  blocks[to + 1] = a / pixels;
  blocks[to + 2] = b / pixels;
}

/** Steps of the curve, of 2 L each. */
const STEPS = 50;

interface Curve {
  readonly a: Float64Array; // [STEPS + 1]
  readonly b: Float64Array;
}

/** The mean colour at each step of lightness; each block counts for the two beside it. */
function averageCurve(blocks: Float64Array): Curve {
  const [weights, a, b] = [
    new Float64Array(STEPS + 1),
    new Float64Array(STEPS + 1),
    new Float64Array(STEPS + 1),
  ];
  for (let i = 0; i < blocks.length; i += 3) {
    const { step, part } = placeOf(blocks[i]);
    weights[step] += 1 - part;
    weights[step + 1] += part;
    a[step] += (1 - part) * blocks[i + 1];
    a[step + 1] += part * blocks[i + 1];
    b[step] += (1 - part) * blocks[i + 2];
    b[step + 1] += part * blocks[i + 2];
  }
  const mean = (sum: number, at: number) => (weights[at] > 0 ? sum / weights[at] : 0);
  return { a: a.map(mean), b: b.map(mean) };
}

function placeOf(lightness: number): { readonly step: number; readonly part: number } {
  const place = (Math.min(Math.max(lightness, 0), 100) / 100) * STEPS;
  const step = Math.min(STEPS - 1, Math.floor(place));
  return { step, part: place - step };
}

/** Classes of lightness, of 5 L each, and the share of the blocks from which on one counts. */
const CLASSES = 20;
const LEAST_SHARE = 0.002;

function measureOffCurve(blocks: Float64Array, { a, b }: Curve): number {
  const [counts, squares] = [new Float64Array(CLASSES), new Float64Array(CLASSES)];
  for (let i = 0; i < blocks.length; i += 3) {
    const { step, part } = placeOf(blocks[i]);
    const offA = blocks[i + 1] - (a[step] * (1 - part) + a[step + 1] * part);
    const offB = blocks[i + 2] - (b[step] * (1 - part) + b[step + 1] * part);
    const at = Math.min(Math.max(Math.floor((blocks[i] / 100) * CLASSES), 0), CLASSES - 1);
    counts[at] = counts[at] + 1;
    squares[at] = squares[at] + offA * offA + offB * offB;
  }
  const least = LEAST_SHARE * (blocks.length / 3);
  const means = [...squares.map((sum, at) => sum / counts[at])].filter(
    (_, at) => counts[at] >= Math.max(least, 1),
  );
  return Math.sqrt(means.reduce((sum, mean) => sum + mean, 0) / Math.max(means.length, 1));
}

/** The lesser eigenvalue of the second moments of a and b. */
function measureOffLine(blocks: Float64Array): number {
  let [aa, ab, bb] = [0, 0, 0];
  for (let i = 0; i < blocks.length; i += 3) {
    aa += blocks[i + 1] ** 2;
    ab += blocks[i + 1] * blocks[i + 2];
    bb += blocks[i + 2] ** 2;
  }
  const least = (aa + bb) / 2 - Math.hypot((aa - bb) / 2, ab);
  return Math.sqrt(Math.max(0, (3 * least) / Math.max(blocks.length, 1)));
}
