import type { Density } from './density.ts';

/** The picture that metadata goes on with. */
export interface Settled {
  /** In pixels, upright. */
  readonly width: number;
  readonly height: number;
  /** That of the photo as stored, 1..8. */
  readonly orientation: number;
  readonly space: 'srgb' | 'p3';
  /** Whether it may say where the photo was taken. */
  readonly gps: boolean;
  readonly density: Density | undefined;
}
