import type { Samples, Size, Stripe } from '@tintype/colour';

/** An sRGB picture of any size, 8 or 16 bits deep, with or without alpha. */
export interface Pixels {
  /** [height, width, channels], row by row; alpha is not multiplied into the colours. */
  readonly samples: Samples;
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
}

/** Throws when the samples are not as many as the picture needs. */
export function checkPixels({ samples, width, height, channels }: Pixels): void {
  const whole = [width, height].every((side) => Number.isInteger(side) && side >= 1);
  const colours = channels === 3 || channels === 4;
  if (whole && colours && samples.length === width * height * channels) return;
  throw new RangeError(
    `colorize: expected samples [${height}, ${width}, ${channels}] with 3 or 4 channels, got ${samples.length}; repeat grey three times`,
  );
}

/** An array of its own, which `slice` of a Buffer is not. */
export function copied(samples: Samples): Samples {
  return samples.BYTES_PER_ELEMENT === 1 ? new Uint8Array(samples) : new Uint16Array(samples);
}

/** Pixels in one stripe: enough that handing it on costs nothing beside its work. */
export const STRIPE_PIXELS = 1 << 18;

/** A picture that need not lie in memory whole: its rows are read when they are needed, and written back. */
export interface StripedPicture extends Size {
  /** So many rows from `top` on. */
  read(top: number, rows: number): Stripe;
  /** Takes a stripe back that has been painted. */
  write(stripe: Stripe): void;
}

/** Pixels as stripes that share their samples. */
export function stripePixels({ samples, width, height, channels }: Pixels): StripedPicture {
  const line = width * channels;
  return {
    ...{ width, height },
    read: (top, rows) => ({
      samples: samples.subarray(top * line, (top + rows) * line),
      channels,
      top,
    }),
    write: () => undefined,
  };
}

/** Where the stripes of a picture begin, and how many rows each has. */
export function placeStripes(
  { width, height }: Size,
  pixels = STRIPE_PIXELS,
): { readonly top: number; readonly rows: number }[] {
  const most = Math.max(1, Math.floor(pixels / width));
  return Array.from({ length: Math.ceil(height / most) }, (_, i) => ({
    top: i * most,
    rows: Math.min(most, height - i * most),
  }));
}

export function sizeOf({ width, height }: Size): Size {
  return { width, height };
}
