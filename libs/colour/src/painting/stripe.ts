import type { Samples } from '../lab/rgb-space.ts';

/** Whole rows of an sRGB picture, with or without alpha. */
export interface Stripe {
  /** [rows, width, channels], not premultiplied */
  readonly samples: Samples;
  readonly channels: 3 | 4;
  /** The row of the picture that the first row is. */
  readonly top: number;
}

/** In pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export function rowsOf({ samples, channels }: Stripe, { width }: Size): number {
  return samples.length / channels / width;
}
