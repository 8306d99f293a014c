import type { SharpOptions } from 'sharp';

/** How a photo's samples are to be read where libvips does not see to it by itself. */
export interface Reading {
  /** Which of the pictures in the file, from 0 on. */
  readonly page: number;
  /** Which of the pictures that hang on it; null for itself. */
  readonly subIfd: number | null;
  /** Photos in the file; null where libvips counts them. */
  readonly frames: number | null;
  /** Whether 1 is white (floating-point) or 2³² − 1 is; integers of up to 16 bits are what libvips expects. */
  readonly samples: 'integer' | 'uint32' | 'float';
  /** Whether 0 is white, and libvips does not know. */
  readonly isInverted: boolean;
  /** What the first channel behind the colours is. */
  readonly extras: 'none' | 'alpha' | 'other';
  /** Whether there are channels that are neither colour nor alpha. */
  readonly dropsExtras: boolean;
}

export const PLAIN_READING: Reading = {
  page: 0,
  subIfd: null,
  frames: null,
  samples: 'integer',
  isInverted: false,
  extras: 'none',
  dropsExtras: false,
};

/** How libvips is told which picture of a file is the photo. */
export function pageOptions({ page, subIfd }: Reading): Pick<SharpOptions, 'page' | 'tiff'> {
  return { page, ...(subIfd === null ? {} : { tiff: { subifd: subIfd } }) };
}
