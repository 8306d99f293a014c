import { rngFrom } from '@tintype/colour';
import { encodePng } from '@tintype/images';

import type { GivenFile } from './colour-page.ts';

export const HALVES = { width: 240, height: 160 };

/** A grey picture of a dark half and a light one, each with a little grain, and a sharp edge between. */
export async function drawTwoHalves(name = 'halves.png'): Promise<GivenFile> {
  const { width, height } = HALVES;
  const rng = rngFrom('two halves');
  const rgb = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const base = pixel % width < width / 2 ? 85 : 190;
    rgb.fill(base + Math.floor(rng() * 7), 3 * pixel, 3 * pixel + 3);
  }
  return { name, mimeType: 'image/png', buffer: Buffer.from(await encodePng(rgb, width, height)) };
}
