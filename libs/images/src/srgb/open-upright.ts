import sharp, { type Sharp } from 'sharp';

import { openBytes } from '../libvips.ts';
import { type GreyCurve, readGreyCurve } from './grey-curve.ts';
import { keepChannels } from './keep-channels.ts';
import { normalizeSamples } from './normalize-samples.ts';
import type { ReadablePhoto } from './readable-photo.ts';
import { pageOptions } from './reading.ts';
import { changesColours } from './try-profile.ts';

/** A photo that is upright, and on the way to sRGB. */
export interface UprightPhoto {
  readonly photo: Sharp;
  /** Whether its samples have a profile that is yet to be applied: those of 16-bit RGB. */
  readonly isProfiled: boolean;
}

/**
 * Opens a photo to be decoded whole, or to be made smaller. sharp brings 16-bit RGB with any profile to Display P3 and
 * leaves it there (its pipeline.cc): what is made smaller goes on from that, whose levels are those of sRGB; what is
 * whole goes to sRGB at once, which is exact in the strongest colours too.
 */
export async function openUpright(photo: ReadablePhoto, use: 'whole' | 'smaller'): Promise<UprightPhoto> {
  const normal = photo.reading.samples === 'integer' ? photo : await normalizeSamples(photo);
  const { source, metadata, reading } = normal;
  const { depth, space, icc } = metadata;
  const curve = depth === 'ushort' && space === 'grey16' && icc ? await readGreyCurve(icc) : null;
  if (curve !== null) return { photo: await openGrey(normal, curve), isProfiled: false };
  const isDeep = depth === 'ushort' && space === 'rgb16' && icc !== undefined;
  const isProfiled = isDeep && (await changesColours(icc));
  const options = {
    ...pageOptions(reading),
    ...(photo.isStrict === true ? ({ failOn: 'warning' } as const) : {}),
    ignoreIcc: isDeep && !(isProfiled && use === 'smaller'),
  };
  return { photo: openBytes(source, options).autoOrient(), isProfiled };
}

/** A 16-bit grey photo in the grey of sRGB, as sharp applies no profile to it. */
async function openGrey({ source, reading }: ReadablePhoto, curve: GreyCurve): Promise<Sharp> {
  const { data, info } = await openBytes(source, { ...pageOptions(reading), ignoreIcc: true })
    .autoOrient()
    .toColourspace('grey16')
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const stored = new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2);
  const kept = reading.extras === 'other' ? 1 : Math.min(2, channels);
  const samples = keepChannels(stored, channels, kept);
  for (let i = 0; i < samples.length; i += kept) samples[i] = curve[samples[i] ?? 0] ?? 0;
  return sharp(samples, { raw: { width, height, channels: kept === 1 ? 1 : 2 } });
}

/** Samples of sRGB: of 16 bits where `isDeep` is, or where a profile is applied, else of 8. */
export function toSrgb({ photo, isProfiled }: UprightPhoto, isDeep: boolean): Sharp {
  if (!isDeep && !isProfiled) return photo.toColourspace('srgb').raw();
  const deep = photo.toColourspace('rgb16').raw({ depth: 'ushort' });
  return isProfiled ? deep.withIccProfile('srgb', { attach: false }) : deep;
}
