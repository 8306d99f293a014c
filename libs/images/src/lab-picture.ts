import { joinLab, labToSrgb } from '@tintype/colour';

import type { Picture } from './picture.ts';

/** A Lab image [height, width, 3] as a picture. */
export function labPicture(lab: Float32Array, width: number, height: number): Picture {
  return { width, height, rgb: labToSrgb(lab) };
}

export type { Picture };

export interface PatchPlanes {
  readonly lightness: Float32Array; // [window, window]
  readonly ab: Float32Array; // [target, target, 2], of the window's centre
}

/** A patch as a training step sees it: the window of L in grey, its target in colour in the middle. */
export function patchPicture({ lightness, ab }: PatchPlanes): Picture {
  const [window, target] = [Math.sqrt(lightness.length), Math.sqrt(ab.length / 2)];
  const stride = window >= 4 * target ? window / target : 1; // a coarse target lies over the whole window
  const border = (window - target * stride) / 2;
  const plane = new Float32Array(2 * lightness.length);
  for (let y = border; y < window - border; y++)
    for (let x = border; x < window - border; x++) {
      const cell = Math.floor((y - border) / stride) * target + Math.floor((x - border) / stride);
      plane.set(ab.subarray(2 * cell, 2 * cell + 2), 2 * (y * window + x));
    }
  return labPicture(joinLab(lightness, plane), window, window);
}
