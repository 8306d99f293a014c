import { openBytes } from '../libvips.ts';
import { wrapTiff } from '../tiff/wrap-tiff.ts';

// ICC.1:2022, section 7.2
const SIGNATURE = { at: 36, text: 'acsp' };
const SPACE_AT = 16;
const SPACES = { 1: 'GRAY', 3: 'RGB ' } as const;

/** Whether bytes are an ICC profile for samples of 1 or 3 channels. */
export function isProfile(profile: Uint8Array, channels: 1 | 3): boolean {
  const head = Buffer.from(profile.subarray(0, 128)).toString('latin1');
  return head.startsWith(SIGNATURE.text, SIGNATURE.at) && head.startsWith(SPACES[channels], SPACE_AT);
}

/** Levels of a channel that are tried. */
const LEVELS = [0, 40, 90, 150, 210, 255];

/**
 * Whether a colour profile for RGB changes colours. One that libvips cannot use changes none, and one of sRGB need
 * not be applied.
 */
export async function changesColours(profile: Uint8Array): Promise<boolean> {
  const samples = Uint8Array.from(
    LEVELS.flatMap((r) => LEVELS.flatMap((g) => LEVELS.flatMap((b) => [r, g, b]))),
  );
  const seen = await seeThrough(samples, profile);
  return samples.some((sample, i) => sample !== seen[i]);
}

/** Levels by which greys may differ so that no one sees it. */
const UNSEEN = 3;

/** Whether a colour profile for RGB makes other greys of greys than sRGB does, as anyone can see. */
export async function changesGreys(profile: Uint8Array): Promise<boolean> {
  const samples = Uint8Array.from({ length: 3 * 256 }, (_, i) => Math.floor(i / 3));
  const seen = await seeThrough(samples, profile);
  return samples.some((sample, i) => Math.abs(sample - (seen[i] ?? 0)) > UNSEEN);
}

async function seeThrough(samples: Uint8Array, profile: Uint8Array): Promise<Uint8Array> {
  const tiff = wrapTiff({ samples, width: samples.length / 3, height: 1, channels: 3, profile });
  return openBytes(tiff).toColourspace('srgb').raw().toBuffer();
}
