import type { Metadata } from 'sharp';

import { changesGreys, isProfile } from './try-profile.ts';

const GREY_SPACES = ['b-w', 'grey16'];
const RGB_SPACES = ['srgb', 'rgb16'];

/**
 * What is said of a profile that libvips leaves out without a word, as it is for samples of another kind: one for RGB
 * on a grey photo, unless it says what is taken anyway, or one for grey on colours (as a grey AVIF is decoded to).
 */
export async function profileNotes({ icc, space }: Pick<Metadata, 'icc' | 'space'>): Promise<string[]> {
  if (!icc) return [];
  if (RGB_SPACES.includes(space) && isProfile(icc, 1)) return [leftOut('grey')];
  if (!GREY_SPACES.includes(space) || !isProfile(icc, 3)) return [];
  return (await changesGreys(icc)) ? [leftOut('RGB')] : [];
}

function leftOut(kind: string): string {
  return `its colour profile is for ${kind}, does not fit and is left out of account`;
}
