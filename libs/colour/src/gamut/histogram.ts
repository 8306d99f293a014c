import { assertTriples } from '../lab/lab.ts';

/** Lower edge of the ab grid; the upper edge is AB_MIN + AB_CELLS. */
export const AB_MIN = -110;
/** Cells of one ab unit along each axis. */
export const AB_CELLS = 220;

/** Cell of one coordinate: Math.floor(v) + 110, clamped to 0..219. */
export function abCell(value: number): number {
  const cell = Math.floor(value) - AB_MIN;
  return cell < 0 ? 0 : cell >= AB_CELLS ? AB_CELLS - 1 : cell;
}

/**
 * Adds the ab pixels of Lab [n, 3] to a histogram of one-unit cells.
 * Counts are laid out [a][b], so cell (a, b) is at abCell(a) · 220 + abCell(b). They are integers: sums of
 * histograms do not depend on their order. A cell overflows beyond 2³² pixels.
 */
export function countAb(
  lab: Float32Array,
  counts: Uint32Array = new Uint32Array(AB_CELLS * AB_CELLS),
): Uint32Array {
  assertTriples('countAb', lab);
  assertCounts('countAb', counts);
  for (let i = 0; i < lab.length; i += 3) {
    const cell = abCell(lab[i + 1]) * AB_CELLS + abCell(lab[i + 2]);
    counts[cell] += 1;
  }
  return counts;
}

/** Throws unless there is one count for each cell of the grid. */
export function assertCounts(place: string, counts: ArrayLike<number>): void {
  if (counts.length !== AB_CELLS * AB_CELLS) {
    throw new RangeError(
      `${place}: expected ${AB_CELLS * AB_CELLS} counts, laid out [a][b], got ${counts.length}`,
    );
  }
}

/** Share of the pixels that may be coloured in an image without colours: a stamp of the date, a blemish. */
const STAMP_SHARE = 0.02;

/**
 * Whether an image has (almost) no colour: |a| or |b| above `threshold` in no more than a fiftieth of every fourth
 * pixel of every fourth row. Zhang et al. 2016, NonGrayMaskLayer (threshold 5), which one pixel decides.
 * `width` is in pixels and defaults to a square's.
 */
export function isNearGrey(lab: Float32Array, threshold = 5, width = Math.sqrt(lab.length / 3)): boolean {
  assertTriples('isNearGrey', lab);
  if (!Number.isInteger(width) || (lab.length / 3) % width !== 0) {
    throw new RangeError(
      `isNearGrey: expected a width that divides ${lab.length / 3} pixels, got ${width}; pass the image's width`,
    );
  }
  let [coloured, seen] = [0, 0];
  for (let row = 0; row * width * 3 < lab.length; row += 4) {
    for (let column = 0; column < width; column += 4) {
      const at = 3 * (row * width + column);
      seen += 1;
      if (Math.abs(lab[at + 1]) > threshold || Math.abs(lab[at + 2]) > threshold) coloured += 1;
    }
  }
  return coloured <= STAMP_SHARE * seen;
}
