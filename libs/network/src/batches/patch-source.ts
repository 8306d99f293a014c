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
