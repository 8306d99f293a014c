/** A coarse grid of values, and the finer one whose top left part is wanted. */
export interface Enlargement {
  /** Cells in a row of the coarse grid. */
  readonly across: number;
  readonly channels: number;
  /** Pixels of the fine grid for one cell, in height and width. */
  readonly stride: number;
  readonly height: number;
  readonly width: number;
}

/**
 * Bilinear enlargement by half-pixel centres: pixel y lies at (y + ½)/stride − ½ of the coarse grid, whose outermost
 * cells go on beyond its border: over `margin` pixels on each side of the coarse grid, and farther right and below.
 * Corners aligned instead, colours would shift by half a cell.
 * coarse [down · across, channels] → [height · width, channels]
 */
export function enlargeSmoothly(coarse: Float32Array, of: Enlargement, margin = 0): Float32Array {
  const { across, channels, stride, height, width } = of;
  const columns = placePixels(width, { stride, margin, cells: across });
  const rows = placePixels(height, { stride, margin, cells: coarse.length / channels / across });
  const fine = new Float32Array(height * width * channels);
  for (let y = 0, to = 0; y < height; y++) {
    const upper = rows.first[y] * across;
    const lower = rows.second[y] * across;
    const down = rows.share[y];
    for (let x = 0; x < width; x++) {
      const share = columns.share[x];
      const left = columns.first[x];
      const right = columns.second[x];
      for (let channel = 0; channel < channels; channel++, to++) {
        const aboveLeft = coarse[(upper + left) * channels + channel];
        const belowLeft = coarse[(lower + left) * channels + channel];
        const above = aboveLeft + (coarse[(upper + right) * channels + channel] - aboveLeft) * share;
        const below = belowLeft + (coarse[(lower + right) * channels + channel] - belowLeft) * share;
        fine[to] = above + (below - above) * down;
      }
    }
  }
  return fine;
}

/** For each pixel of a side the two cells around it, and how far it is on its way from the first to the second. */
function placePixels(
  pixels: number,
  { stride, margin, cells }: { readonly stride: number; readonly margin: number; readonly cells: number },
) {
  const [first, second] = [new Int32Array(pixels), new Int32Array(pixels)];
  const share = new Float64Array(pixels);
  const inside = (cell: number) => Math.min(cells - 1, Math.max(0, cell));
  for (let pixel = 0; pixel < pixels; pixel++) {
    const place = (pixel - margin + 0.5) / stride - 0.5;
    const below = Math.floor(place);
    first[pixel] = inside(below);
    second[pixel] = inside(below + 1);
    share[pixel] = place - below;
  }
  return { first, second, share };
}
