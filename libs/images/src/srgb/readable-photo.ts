import type { Metadata } from 'sharp';

import { PLAIN_READING, type Reading } from './reading.ts';

/** A photo, what libvips says of its samples, and how they are to be read. */
export interface ReadablePhoto {
  /** Its bytes, or the name of its file, which is then read as it is decoded and never lies in memory whole. */
  readonly source: Uint8Array | string;
  readonly metadata: Pick<Metadata, 'space' | 'depth' | 'channels' | 'icc'> &
    Partial<Pick<Metadata, 'format'>>;
  readonly reading: Reading;
  /** Whether mere warnings are errors. Default: false. */
  readonly isStrict?: boolean;
}

/** A photo of a format that has no more than 8 bits, whose profile libvips applies. */
export function readPlainly(source: Uint8Array): ReadablePhoto {
  const metadata = { space: 'srgb', depth: 'uchar', channels: 3 } as const;
  return { source, metadata, reading: PLAIN_READING };
}
