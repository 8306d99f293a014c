/** How fast some work went so far. */
export interface Pace {
  /** In the unit of `total`. */
  readonly done: number;
  readonly total: number;
  /** Of `done`, what was done in `ms` milliseconds. */
  readonly worked: number;
  readonly ms: number;
}

/** Milliseconds until all is done, at the pace so far; null where nothing is known of it or nothing is left. */
export function estimateLeft({ done, total, worked, ms }: Pace): number | null {
  return worked <= 0 || ms <= 0 || done >= total ? null : (ms * (total - done)) / worked;
}
