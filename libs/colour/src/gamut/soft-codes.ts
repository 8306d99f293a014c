/** Soft-encoded colours: for each pixel its nearest bins, nearest first, and how much of it each one gets. */
export interface SoftCodes {
  readonly neighbours: number;
  readonly index: Int32Array; // [n, neighbours]
  readonly weight: Float32Array; // [n, neighbours], rows sum to 1
}

/** The bin nearest to each pixel, [n]. */
export function takeNearest({ neighbours, index }: SoftCodes): Int32Array {
  const nearest = new Int32Array(index.length / neighbours);
  for (let pixel = 0; pixel < nearest.length; pixel++) nearest[pixel] = index[pixel * neighbours];
  return nearest;
}
