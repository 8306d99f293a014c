import { joinLab, labToSrgb } from '@tintype/colour';

import type { Picture } from './picture.ts';

/** A Lab image [height, width, 3] as a picture. */
export function labPicture(lab: Float32Array, width: number, height: number): Picture {
  return { width, height, rgb: labToSrgb(lab) };
}

export interface PatchPlanes {
  readonly lightness: Float32Array; // [window, window]
  readonly ab: Float32Array; // [target, target, 2], of the window's centre
}

/** A patch as a training step sees it: the window of L in grey, its target in colour in the middle. */
export function patchPicture({ lightness, ab }: PatchPlanes): Picture {
  const [window, target] = [Math.sqrt(lightness.length), Math.sqrt(ab.length / 2)];
  const border = (window - target) / 2;
  const plane = new Float32Array(2 * lightness.length);
  for (let y = 0; y < target; y++)
    plane.set(ab.subarray(2 * y * target, 2 * (y + 1) * target), 2 * ((y + border) * window + border));
  return labPicture(joinLab(lightness, plane), window, window);
}
