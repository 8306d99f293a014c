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
  const { across, channels, height, width } = of;
  const down = coarse.length / channels / across;
  const columns = Array.from({ length: width }, (_, x) => neighboursOf(x - margin, of.stride, across));
  const fine = new Float32Array(height * width * channels);
  for (let y = 0; y < height; y++) {
    const row = neighboursOf(y - margin, of.stride, down);
    columns.forEach((column, x) => {
      for (let channel = 0; channel < channels; channel++) {
        const at = (r: number, c: number) => coarse[(r * across + c) * channels + channel] ?? NaN;
        const upper = mix(at(row.first, column.first), at(row.first, column.second), column.share);
        const lower = mix(at(row.second, column.first), at(row.second, column.second), column.share);
        fine[(y * width + x) * channels + channel] = mix(upper, lower, row.share);
      }
    });
  }
  return fine;
}

/** Every pixel has the values of the cell that it lies in: for what has no meaningful average. */
export function enlargeByRepeating(coarse: Float32Array, of: Enlargement): Float32Array {
  const { across, channels, stride, height, width } = of;
  const fine = new Float32Array(height * width * channels);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const cell = (Math.floor(y / stride) * across + Math.floor(x / stride)) * channels;
      fine.set(coarse.subarray(cell, cell + channels), (y * width + x) * channels);
    }
  return fine;
}

/** The two cells around a pixel, and how far it is on its way from the first to the second. */
function neighboursOf(pixel: number, stride: number, cells: number) {
  const place = (pixel + 0.5) / stride - 0.5;
  const below = Math.floor(place);
  const inside = (cell: number) => Math.min(cells - 1, Math.max(0, cell));
  return { first: inside(below), second: inside(below + 1), share: place - below };
}

function mix(first: number, second: number, share: number): number {
  return first + (second - first) * share;
}
