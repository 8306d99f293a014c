import sharp, { type Sharp, type SharpOptions } from 'sharp';

import { tagPng } from './png/tag-png.ts';

// Photos are decoded side by side, so one thread for each is the fastest; and no photo is read twice, so the
// cache of libvips would only hold memory (pipeline-tools.md, section 5.1).
sharp.concurrency(1);
sharp.cache(false);

/** Channels that a photo may have; those behind colour and transparency are left out. */
export const MAX_CHANNELS = 16;

/**
 * Opens the bytes of a photo, or its file, for decoding: first frame only, and an error for whatever its decoder
 * cannot read, where libvips would put black; mere warnings, such as of odd numbers in the scans of some cameras, pass.
 * A PNG gets the profile of the colour space that it names in another way, so its file has to be read for that first.
 * The pixel limit is ours (`inspectPhoto`), so the one of libvips is off.
 */
export function openBytes(bytes: Uint8Array | string, options: SharpOptions = {}): Sharp {
  return sharp(typeof bytes === 'string' ? bytes : tagPng(bytes), {
    failOn: 'error',
    limitInputPixels: false,
    limitInputChannels: MAX_CHANNELS,
    ...options,
  });
}

/** Opens raw 8-bit RGB, [height, width, 3], for encoding. */
export function openRgb(rgb: Uint8Array | Uint8ClampedArray, width: number, height: number): Sharp {
  return sharp(rgb, { raw: { width, height, channels: 3 } });
}
