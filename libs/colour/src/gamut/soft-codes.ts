/** Soft-encoded colours: for each pixel its nearest bins, nearest first, and how much of it each one gets. */
export interface SoftCodes {
  readonly neighbours: number;
  readonly index: Int32Array; // [n, neighbours]
  readonly weight: Float32Array; // [n, neighbours], rows sum to 1
}
